import { expect } from "chai";

import type { Cut } from "./played-verification";
import { named, verifyWithout, withInputs } from "./played-verification";
import { queueStack, siemStack, topicStack } from "./stacks-with-queues";

/** A queue's policy that lets nobody in but whoever it is declared for in another stack. */
const letsAnother = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Another",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:another" } },
    },
  ],
});

type Cuts = Readonly<Record<string, readonly [cut: Cut, broken: string, says: RegExp]>>;

const mapping = (name: string): Cuts => ({
  [`the event source ${name}`]: [
    { gone: named("EventSourceMapping", name) },
    `event source ${name}`,
    /no event source mapping leads/,
  ],
  [`the event source ${name}, which is switched off`]: [
    { changed: withInputs("EventSourceMapping", name, { enabled: false }) },
    `event source ${name}`,
    /is Disabled/,
  ],
});

const queue = (name: string, queuePolicy: string, service: string): Cuts => ({
  [`the queue ${name}`]: [{ gone: named("Queue", name) }, `queue ${name}`, /no such queue/],
  [`the policy of the queue ${name}`]: [
    { gone: named("QueuePolicy", queuePolicy) },
    `queue ${name}`,
    new RegExp(`does not let ${service}\\.amazonaws\\.com send to it`),
  ],
  [`the policy of the queue ${name}, which is another's`]: [
    { changed: withInputs("QueuePolicy", queuePolicy, { policy: letsAnother }) },
    `queue ${name}`,
    /does not let/,
  ],
});

const subscription = (name: string): Cuts => ({
  [`the topic subscription ${name}`]: [
    { gone: named("TopicSubscription", name) },
    `topic subscription ${name}`,
    /the queue is not subscribed/,
  ],
});

/** Alarms on the program's own parts. */
const ownAlarm = (name: string): Cuts => ({
  [`the alarm ${name}`]: [{ gone: named("MetricAlarm", name) }, `own alarm ${name}`, /no such alarm/],
  [`the topic of the alarm ${name}`]: [
    { changed: withInputs("MetricAlarm", name, { alarmActions: [] }) },
    `own alarm ${name}`,
    /does not tell arn:aws:sns:/,
  ],
  [`the actions of the alarm ${name}`]: [
    { changed: withInputs("MetricAlarm", name, { actionsEnabled: false }) },
    `own alarm ${name}`,
    /switched off/,
  ],
});

/** Where the call's own way is whole: nothing may follow. */
const aside: Cuts = {
  ...ownAlarm("post-denials-dead-letters"),
  ...ownAlarm("log-files-waiting"),
  ...ownAlarm("silence"),
  ...mapping("open-ticket"),
  ...queue("open-ticket", "open-ticket-queue", "sns"),
  ...subscription("open-ticket"),
  ...mapping("disable-key-wake"),
  "a queue that functions send to": [
    { gone: named("Queue", "disable-key-wake") },
    "queue disable-key-wake",
    /no such queue/,
  ],
  ...queue("respond-to-exposed-key-dead-letters", "respond-to-exposed-key", "events"),
  ...queue("log-files", "log-files", "sns"),
  ...subscription("log-files"),
  "the topic of incidents": [{ gone: named("Topic", "incidents") }, "topic incidents", /no such topic/],
  "the topic of suspicious keys": [
    { gone: named("Topic", "suspicious-keys") },
    "topic suspicious-keys",
    /no such topic/,
  ],
  "the topic of log files": [{ gone: named("Topic", "log-files") }, "topic log-files", /no such topic/],
  "the bucket's notification": [
    { gone: named("BucketNotification", "log-files") },
    "bucket notification log-files",
    /does not announce new objects below AWSLogs\/123456789012\/CloudTrail\/ on/,
  ],
  "the bucket's notification, which leads elsewhere": [
    {
      changed: withInputs("BucketNotification", "log-files", {
        topics: [{ topicArn: "arn:aws:sns:us-east-1:123456789012:other", events: ["s3:ObjectCreated:*"] }],
      }),
    },
    "bucket notification log-files",
    /does not announce/,
  ],
  "S3's leave to publish": [
    { changed: withInputs("TopicPolicy", "log-files", { policy: letsAnother }) },
    "topic log-files",
    /its policy does not let s3\.amazonaws\.com publish/,
  ],
};

describe("warden verify, in a local run that has lost a queue or a way to one", function () {
  this.timeout(300_000);

  for (const [what, [cut, broken, says]] of Object.entries(aside)) {
    it(`names the one that is broken, and the call arrives: ${what}`, async () => {
      const verified = await verifyWithout(siemStack, cut);
      expect(verified.broken).to.deep.equal([broken]);
      expect(verified.findings.find(({ link }) => link === broken)?.says).to.match(says);
      expect(verified.findings.find(({ link }) => link === "Slack webhook")?.state).to.equal("holds");
    });
  }

  /** Where the call comes by way of the queue: it must not come out. */
  const onTheWay: readonly (readonly [string, Readonly<Record<string, unknown>>, Cuts])[] = [
    [
      "a topic announces its files",
      topicStack,
      { ...mapping("trail-files"), ...queue("trail-files", "trail-files", "sns"), ...subscription("trail-files") },
    ],
    ["a queue of somebody else's announces its files", queueStack, mapping("trail-files")],
  ];
  for (const [how, stack, cuts] of onTheWay) {
    for (const [what, [cut, broken, says]] of Object.entries(cuts)) {
      it(`names it as why the call has not come out, where ${how}: ${what}`, async () => {
        const verified = await verifyWithout(stack, cut);
        expect(verified.broken).to.deep.equal([broken]);
        expect(verified.findings.find(({ link }) => link === broken)?.says).to.match(says);
        const of = (name: string) => verified.findings.find(({ link }) => link === name);
        expect(of("arrival")?.says).to.contain(`follows from: ${broken}`);
        expect(of("Slack webhook")?.state).to.equal("follows");
        expect(verified.effects.filter(({ effect }) => effect === "slack")).to.deep.equal([]);
      });
    }
  }

  it("names the queue of somebody else's that announces a trail's files, where it is gone", async () => {
    const { broken, findings } = await verifyWithout(queueStack, {
      begin: (declared) => ({
        ...declared,
        queues: (declared.queues ?? []).filter(({ arn }) => !arn.endsWith(":announced")),
      }),
    });
    expect(broken).to.deep.equal(["queue trail-files"]);
    expect(findings.find(({ link }) => link === "queue trail-files")?.says).to.match(/no such queue/);
  });
});
