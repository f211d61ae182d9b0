import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import type { Link } from "../../core/probe/links";
import { letSendDeadLetters } from "../../stacks/dead-letter-senders";
import type { TriggeredFunction } from "../../stacks/dead-letter-senders";
import { encryptionKey } from "../../stacks/encryption-key";
import { consumeQueue, declareFunctionQueue } from "../../stacks/function-queue";
import { declaredLinks } from "../../stacks/links";
import { declareLogFiles } from "../../stacks/log-files";
import { trailLogGroup } from "../../stacks/trail";
import type { BucketTrail } from "../../stacks/trail-files";
import { trailFilesSource } from "../../stacks/trail-files";
import type { WardenContext } from "../../stacks/warden-context";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";

const topic = "arn:aws:sns:eu-central-1:777788889999:log-archive";
const queue = "arn:aws:sqs:eu-west-1:444455556666:announced";
const timeoutSeconds = 60;

interface Noted {
  readonly stack: DeclaredAlone;
  /** Links by kind and title. */
  readonly links: ReadonlyMap<string, Link>;
}

/** What a part of the program declares, and the links that it names. */
async function noted(declare: (context: WardenContext) => void, settings: object = {}): Promise<Noted> {
  const noting: { links: Promise<readonly Link[]> } = { links: Promise.resolve([]) };
  const stack = await declaredAlone(
    (context) => {
      declare(context);
      // Known when all resources are made, which may be after the last of them is asked for.
      noting.links = new Promise((resolve) => void declaredLinks(context).apply(resolve));
    },
    { ...settings },
  );
  const links = await noting.links;
  return { stack, links: new Map(links.map((link) => [`${link.kind} ${link.title}`, link])) };
}

/** A function of which only the names are there. */
function plainFunction(name: string): TriggeredFunction {
  const deadLetterQueue = new aws.sqs.Queue(`${name}-dead-letters`, {});
  const made = new aws.lambda.Function(name, { role: `arn:aws:iam::111122223333:role/${name}`, timeout: 60 });
  return Object.assign(new pulumi.ComponentResource("test:index:Taker", name), {
    name,
    function: made,
    deadLetterQueue,
  });
}

function declared({ stack }: Noted, type: string, name: string): Readonly<Record<string, unknown>> {
  const found = stack.resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
  return found?.outputs ?? expect.fail(`no ${type} ${name}`);
}

const sns = (sourceArn: unknown) => ({ service: "sns.amazonaws.com", sourceArn });

describe("the links of a queue", () => {
  it("are the queue and its event source, where a function takes from it", async () => {
    const found = await noted((context) => {
      const own = declareFunctionQueue("work", timeoutSeconds, context);
      consumeQueue("work", plainFunction("taker"), own, { batchSize: 1 }, context);
    });
    const { arn, url } = declared(found, "Queue", "work");
    const { name: functionName } = declared(found, "Function", "taker");
    expect([...found.links.values()]).to.deep.equal([
      { kind: "queue", title: "work", arn, url, isOfOthers: false, senders: [] },
      { kind: "event-source", title: "work", queueArn: arn, functionName },
    ]);
  });

  it("name every service that hands its dead letters over, once all triggers are declared", async () => {
    const [rule, incidents] = ["arn:aws:events:eu-west-1:111122223333:rule/r", "arn:aws:sns:eu-west-1:1:incidents"];
    const found = await noted((context) => {
      const target = plainFunction("taker");
      const sourceArn = pulumi.output(rule);
      letSendDeadLetters(target, { service: "events.amazonaws.com", name: "clock", sourceArn }, context);
      const other = pulumi.output(incidents);
      letSendDeadLetters(target, { service: "sns.amazonaws.com", name: "incidents", sourceArn: other }, context);
    });
    const { arn, url } = declared(found, "Queue", "taker-dead-letters");
    const senders = [{ service: "events.amazonaws.com", sourceArn: rule }, sns(incidents)];
    const title = "taker-dead-letters";
    expect([...found.links.values()]).to.deep.equal([{ kind: "queue", title, arn, url, isOfOthers: false, senders }]);
  });
});

describe("the links of a trail's files", () => {
  const feeding = (context: WardenContext) =>
    trailFilesSource(context.configuration.trail as BucketTrail, timeoutSeconds, context).feed(plainFunction("reader"));

  it("are somebody else's topic, and the stack's own queue and event source", async () => {
    const found = await noted(feeding, { trail: { bucket: "audit-logs", topic } });
    const { arn } = declared(found, "Queue", "trail-files");
    expect([...found.links.keys()]).to.have.members([
      "topic-subscription trail-files",
      "queue trail-files",
      "event-source trail-files",
    ]);
    expect(found.links.get("topic-subscription trail-files")).to.deep.include({
      topicArn: topic,
      isTopicOfOthers: true,
      endpoint: arn,
    });
    expect(found.links.get("queue trail-files")).to.deep.include({ isOfOthers: false, senders: [sns(topic)] });
  });

  it("are somebody else's queue, at its owner's address, and the event source", async () => {
    const found = await noted(feeding, { trail: { bucket: "audit-logs", queue } });
    const { name: functionName } = declared(found, "Function", "reader");
    const title = "trail-files";
    const url = "https://sqs.eu-west-1.amazonaws.com/444455556666/announced";
    expect([...found.links.values()]).to.deep.equal([
      { kind: "queue", title, arn: queue, url, isOfOthers: true, senders: [] },
      { kind: "event-source", title, queueArn: queue, functionName },
    ]);
  });
});

describe("the links of log files for a SIEM", () => {
  const declaring = (context: WardenContext) => {
    const kmsKeyArn = encryptionKey(context);
    const logGroup = trailLogGroup(context, kmsKeyArn);
    declareLogFiles(context, { logGroup, kmsKeyArn, alertTopicArn: pulumi.output("arn:alerts") });
  };
  const about = ({ links }: Noted) => [...links.keys()].filter((name) => !name.startsWith("trail"));
  const queues = ["topic-subscription log-files", "queue log-files", "queue log-files-dead-letters"];
  const alarms = ["own-alarm log-files-dead-letters", "own-alarm log-files-waiting"];

  it("go from the stack's own bucket over its topic to the queue", async () => {
    const found = await noted(declaring, { siem: { logFiles: true } });
    const topicArn = declared(found, "Topic", "log-files").arn;
    expect(about(found)).to.have.members(["bucket-notification log-files", "topic log-files", ...queues, ...alarms]);
    expect(found.links.get("bucket-notification log-files")).to.deep.include({
      bucket: declared(found, "Bucket", "trail-logs").id,
      topicArn,
      prefixes: ["AWSLogs/111122223333/CloudTrail/"],
      suffix: ".json.gz",
    });
    expect(found.links.get("topic log-files")).to.deep.include({ arn: topicArn, publishers: ["s3.amazonaws.com"] });
    expect(found.links.get("topic-subscription log-files")).to.include({ topicArn, isTopicOfOthers: false });
    expect(found.links.get("queue log-files")).to.deep.include({ senders: [sns(topicArn)] });
  });

  it("begin at the topic that is named, where the bucket is somebody else's", async () => {
    const settings = { trail: { logGroup: "aws-cloudtrail-logs" }, siem: { logFiles: true, topic } };
    const found = await noted(declaring, settings);
    expect(about(found)).to.have.members([...queues, ...alarms]);
    expect(found.links.get("topic-subscription log-files")).to.include({ topicArn: topic, isTopicOfOthers: true });
    expect(found.links.get("queue log-files")).to.deep.include({ senders: [sns(topic)] });
  });
});
