import { expect } from "chai";

import { judgeDeadLetters, judgeLink, linkName } from "../../../core/probe/judge-link";
import type { FactsByKind } from "../../../core/probe/link-facts";
import type { LinkKind, LinkOf } from "../../../core/probe/links";

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111122223333:${rest}`;
const functionArn = arn("lambda", "function:post-denials-1234567");
const topicArn = arn("sns", "alerts-1234567");
const logGroup = "trail-1234567";
const queueArn = arn("sqs", "open-ticket-1234567");
const ruleArn = arn("events", "rule/probe-1234567");

const links: { readonly [Kind in LinkKind]: LinkOf<Kind> } = {
  trail: { kind: "trail", title: "trail", arn: arn("cloudtrail", "trail/t"), logGroup },
  "trail-of-others": { kind: "trail-of-others", title: logGroup, logGroup },
  "metric-filter": {
    kind: "metric-filter",
    title: "denied-calls",
    logGroup,
    name: "denied-calls-1",
    pattern: "{a}",
    namespace: "CISBenchmark",
    metric: "denied",
  },
  alarm: { kind: "alarm", title: "denied-calls", name: "denied-calls-2", topicArn, threshold: 1 },
  "own-alarm": {
    kind: "own-alarm",
    title: "post-denials-dead-letters",
    name: "post-denials-dead-letters-3",
    topicArns: [topicArn, "arn:second"],
  },
  topic: {
    kind: "topic",
    title: "alerts",
    arn: topicArn,
    addresses: ["a@example.com"],
    publishers: ["cloudwatch.amazonaws.com"],
  },
  "log-subscription": {
    kind: "log-subscription",
    title: "post-denials",
    logGroup,
    name: "s-1",
    pattern: "{b}",
    functionArn,
  },
  permission: {
    kind: "permission",
    title: "probe",
    functionName: "probe-1",
    service: "events.amazonaws.com",
    sourceArn: ruleArn,
  },
  rule: {
    kind: "rule",
    title: "probe",
    name: "probe-1234567",
    bus: "default",
    region: "us-east-1",
    targetArn: functionArn,
  },
  "topic-subscription": {
    kind: "topic-subscription",
    title: "disable-key",
    topicArn,
    isTopicOfOthers: false,
    endpoint: functionArn,
  },
  queue: {
    kind: "queue",
    title: "open-ticket",
    arn: queueArn,
    url: "https://sqs/1/open-ticket",
    isOfOthers: false,
    senders: [
      { service: "sns.amazonaws.com", sourceArn: topicArn },
      { service: "events.amazonaws.com", sourceArn: ruleArn },
    ],
  },
  "event-source": { kind: "event-source", title: "open-ticket", queueArn, functionName: "open-ticket-1" },
  "bucket-notification": {
    kind: "bucket-notification",
    title: "log-files",
    bucket: "trail-logs-1",
    topicArn,
    prefixes: ["AWSLogs/1/", "AWSLogs/o-1/"],
    suffix: ".json.gz",
  },
  function: { kind: "function", title: "probe", name: "probe-1", deadLetterQueueUrl: "https://sqs/1/q" },
  url: {
    kind: "url",
    title: "approve-action",
    url: "https://x.lambda-url.us-east-1.on.aws/",
    signedBy: "slack",
    secretId: "s",
  },
};

const lets = (service: string, ...actions: readonly string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: actions }] });
/** Lets each service send for its source alone. */
const lettingSend = (...senders: readonly { readonly service: string; readonly sourceArn: string }[]) =>
  JSON.stringify({
    Statement: senders.map(({ service, sourceArn }) => ({
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sqs:SendMessage"],
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
    })),
  });
const [bySns, byRule] = [
  { service: "sns.amazonaws.com", sourceArn: topicArn },
  { service: "events.amazonaws.com", sourceArn: ruleArn },
];
const announced = (prefix: string) => ({
  destinationArn: topicArn,
  events: ["s3:ObjectCreated:*"],
  prefix,
  suffix: ".json.gz",
});
const [own, organization] = [announced("AWSLogs/1/"), announced("AWSLogs/o-1/")];
const subscriptions = [{ protocol: "email", endpoint: "a@example.com", isConfirmed: true }];
const topic = {
  policy: lets("cloudwatch.amazonaws.com", "sns:Publish"),
  keyPolicy: lets("cloudwatch.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*"),
  subscriptions,
};
const trail = {
  arn: links.trail.arn,
  isLogging: true,
  logGroupArn: arn("logs", `log-group:${logGroup}:*`),
  deliveryError: undefined,
};
const alarm = { isOn: true, actions: [topicArn], state: "OK", movedAtMs: undefined, told: [] };
const reader = { name: "s-1", pattern: "{b}", destinationArn: functionArn };

const whole: FactsByKind = {
  trail,
  "trail-of-others": [trail],
  "metric-filter": { filters: [{ name: "denied-calls-1", pattern: "{a}" }], sum: 1 },
  alarm,
  "own-alarm": { isOn: true, actions: ["arn:second", topicArn] },
  topic,
  "log-subscription": { filters: [reader] },
  permission: lets("events.amazonaws.com", "lambda:InvokeFunction"),
  rule: { state: "ENABLED", targets: [functionArn] },
  "topic-subscription": { subscriptions: [{ protocol: "lambda", endpoint: functionArn, isConfirmed: true }] },
  queue: { policy: lettingSend(bySns, byRule) },
  "event-source": [{ state: "Enabled", reason: "USER_INITIATED" }],
  "bucket-notification": [own, organization],
  function: { state: "Active", reason: undefined, waiting: 0 },
  url: { signed: 200, unsigned: 401 },
};

/** By kind and what is wrong with it: what AWS then says, and what is said of that. */
const breaks: { readonly [Kind in LinkKind]: Readonly<Record<string, readonly [FactsByKind[Kind], RegExp]>> } = {
  trail: {
    "that is gone": [undefined, /no such trail/],
    "that is stopped": [{ ...trail, isLogging: false }, /stopped/],
    "that writes elsewhere": [{ ...trail, logGroupArn: arn("logs", "log-group:other:*") }, /does not write/],
    "that can't deliver": [{ ...trail, deliveryError: "AccessDenied" }, /can't deliver: AccessDenied/],
  },
  "trail-of-others": { "that is stopped": [[{ ...trail, isLogging: false }], /no trail .* logs/] },
  "metric-filter": {
    "whose log group is gone": [undefined, /log group trail-1234567 is gone/],
    "that is gone": [{ filters: [], sum: 0 }, /no such metric filter/],
    "with another pattern": [
      { filters: [{ name: "denied-calls-1", pattern: "{z}" }], sum: 0 },
      /another pattern: \{z\}/,
    ],
  },
  alarm: {
    "that is gone": [undefined, /no such alarm/],
    "without actions": [{ ...alarm, isOn: false }, /switched off/],
    "of another topic": [{ ...alarm, actions: ["arn:x"] }, /does not tell arn:aws:sns/],
  },
  "own-alarm": {
    "that is gone": [undefined, /no such alarm/],
    "without actions": [{ isOn: false, actions: [topicArn, "arn:second"] }, /switched off/],
    "that tells one of its topics alone": [{ isOn: true, actions: [topicArn] }, /does not tell arn:second$/],
  },
  topic: {
    "that is gone": [undefined, /no such topic/],
    "that CloudWatch can't publish to": [
      { ...topic, policy: lets("s3.amazonaws.com", "sns:Publish") },
      /its policy does not let cloudwatch/,
    ],
    "whose key CloudWatch can't use": [
      { ...topic, keyPolicy: lets("cloudwatch.amazonaws.com", "kms:Decrypt") },
      /policy of its key/,
    ],
    "with an address that is not confirmed": [
      {
        ...topic,
        subscriptions: [{ ...subscriptions[0], protocol: "email", endpoint: "a@example.com", isConfirmed: false }],
      },
      /not confirmed by a@example\.com/,
    ],
    "with an address that is gone": [{ ...topic, subscriptions: [] }, /a@example\.com not subscribed/],
  },
  "log-subscription": {
    "whose log group is gone": [undefined, /is gone/],
    "that is gone": [{ filters: [] }, /no such subscription filter/],
    "that leads elsewhere": [{ filters: [{ ...reader, destinationArn: "arn:other" }] }, /leads to arn:other/],
    "with another pattern": [{ filters: [{ ...reader, pattern: "{z}" }] }, /another pattern/],
  },
  permission: {
    "that is gone": [undefined, /does not let events\.amazonaws\.com invoke/],
    "for another service": [lets("sns.amazonaws.com", "lambda:InvokeFunction"), /does not let/],
  },
  rule: {
    "that is gone": [undefined, /no such rule/],
    "that is off": [{ state: "DISABLED", targets: [functionArn] }, /switched off/],
    "without its target": [{ state: "ENABLED", targets: [] }, /does not lead/],
  },
  "topic-subscription": {
    "whose topic is gone": [undefined, /no topic/],
    "that is gone": [{ subscriptions: [] }, /not subscribed/],
  },
  queue: {
    "that is gone": [undefined, /no such queue/],
    "without a policy": [{ policy: undefined }, /does not let sns\.amazonaws\.com send to it/],
    "that shuts one of its senders out": [
      { policy: lettingSend(bySns) },
      /does not let events\.amazonaws\.com send to it for arn:aws:events/,
    ],
    "that lets a sender in for another source": [
      { policy: lettingSend({ ...bySns, sourceArn: `${topicArn}-2` }, byRule) },
      /does not let sns/,
    ],
  },
  "event-source": {
    "that is gone": [[], /no event source mapping leads from arn:aws:sqs.* to open-ticket-1/],
    "that is off": [[{ state: "Disabled", reason: "USER_INITIATED" }], /is Disabled: USER_INITIATED/],
    "that is being switched off": [[{ state: "Disabling", reason: undefined }], /is Disabling$/],
    "that is being deleted": [[{ state: "Deleting", reason: undefined }], /is Deleting$/],
  },
  "bucket-notification": {
    "whose bucket is gone": [undefined, /no bucket trail-logs-1/],
    "that is gone": [[], /does not announce new objects below AWSLogs\/1\/, AWSLogs\/o-1\/ on arn:aws:sns/],
    "without one of its folders": [[own], /below AWSLogs\/o-1\/ on/],
    "that leads elsewhere": [[{ ...own, destinationArn: "arn:other" }, organization], /below AWSLogs\/1\/ on/],
    "of other names": [[{ ...own, suffix: ".txt" }, organization], /below AWSLogs\/1\/ on/],
    "of some ways to make an object alone": [
      [{ ...own, events: ["s3:ObjectCreated:Copy"] }, organization],
      /below AWSLogs\/1\/ on/,
    ],
  },
  function: {
    "that is gone": [undefined, /no such function/],
    "that failed to start": [{ state: "Failed", reason: "EniLimitExceeded", waiting: 0 }, /Failed: EniLimitExceeded/],
  },
  url: {
    "that lets anybody in": [{ signed: 200, unsigned: 200 }, /200 to what nobody has signed/],
    "that lets nobody in": [{ signed: 403, unsigned: 403 }, /403 to what nobody has signed/],
    "that does not know the signature": [{ signed: 401, unsigned: 401 }, /401 to what is signed/],
  },
};

function judged<Kind extends LinkKind>(kind: Kind, facts: FactsByKind[Kind]) {
  return judgeLink<Kind>(links[kind], { facts });
}

describe("a link", () => {
  for (const kind of Object.keys(links) as LinkKind[]) {
    it(`that is a ${linkName(links[kind])} holds where everything is there`, () => {
      expect(judged(kind, whole[kind])).to.include({ link: linkName(links[kind]), state: "holds" });
    });
    for (const [what, [facts, says]] of Object.entries(breaks[kind])) {
      it(`that is a ${linkName(links[kind])} ${what} is broken`, () => {
        const finding = judged(kind, facts as FactsByKind[typeof kind]);
        expect(finding.state).to.equal("broken");
        expect(finding.says).to.match(says);
      });
    }
  }

  it("is not seen where who asks may not look", () => {
    expect(judgeLink(links.rule, { unseen: "AccessDeniedException: no" })).to.deep.equal({
      link: "rule probe",
      state: "unseen",
      says: "AccessDeniedException: no",
    });
  });

  for (const state of ["Enabled", "Enabling", "Creating", "Updating"]) {
    it(`hands a queue's messages over where it is ${state}, whatever others are`, () => {
      const mappings = [
        { state: "Disabled", reason: undefined },
        { state, reason: undefined },
      ];
      expect(judged("event-source", mappings).state).to.equal("holds");
    });
  }

  it("holds where a queue is there that functions alone send to, or that is somebody else's", () => {
    const found = judgeLink({ ...links.queue, senders: [] }, { facts: { policy: undefined } });
    expect(found).to.include({ state: "holds", says: "is there" });
  });

  it("names what is subscribed to a topic: a function, or a queue", () => {
    const says = (endpoint: string) =>
      judgeLink({ ...links["topic-subscription"], endpoint }, { facts: { subscriptions: [] } }).says;
    expect(says(functionArn)).to.equal("the function is not subscribed to the topic");
    expect(says(queueArn)).to.equal("the queue is not subscribed to the topic");
  });

  it("is a note where nobody is subscribed to a topic that has no address", () => {
    const link = { ...links.topic, addresses: [] };
    expect(judgeLink(link, { facts: { ...topic, subscriptions: [] } }).state).to.equal("note");
  });

  it("is followed by what waits in a function's dead-letter queue", () => {
    const letters = (waiting: number | undefined) =>
      judgeDeadLetters(links.function, { facts: { state: "Active", reason: undefined, waiting } });
    expect(letters(0)).to.deep.equal({ link: "dead letters of probe", state: "holds", says: "none wait" });
    expect(letters(3)?.says).to.match(/^3 wait: .* warden redrive probe$/);
    expect(letters(undefined)?.state).to.equal("broken");
    expect(judgeDeadLetters(links.function, { unseen: "no leave" })).to.equal(undefined);
    expect(judgeDeadLetters(links.function, { facts: undefined })).to.equal(undefined);
  });
});
