import { expect } from "chai";

import type { FollowedCall, LookedLink } from "../../../core/probe/judge-path";
import { judgePath } from "../../../core/probe/judge-path";
import type { FactsByKind } from "../../../core/probe/link-facts";
import type { LinkKind } from "../../../core/probe/links";

const sentAtMs = Date.parse("2026-03-17T10:00:00Z");
const topicArn = "arn:aws:sns:us-east-1:111122223333:compliance";
const functionArn = "arn:aws:lambda:us-east-1:111122223333:function:post-denials";
const logGroup = "trail-1";
const service = "logs.amazonaws.com";
const sourceArn = "arn:aws:logs:us-east-1:111122223333:log-group:trail-1:*";

const call: FollowedCall = {
  id: "a".repeat(20),
  sentAtMs,
  outcome: "denied",
  channel: "webhook",
  arrival: { atMs: sentAtMs + 300_000, eventId: "e1", channel: "posted" },
  lookedAtMs: sentAtMs + 1_800_000,
};

type Facts = { readonly [Kind in LinkKind]?: FactsByKind[Kind] };

const whole: Facts = {
  trail: { arn: "t", isLogging: true, logGroupArn: sourceArn, deliveryError: undefined },
  "log-subscription": { filters: [{ name: "s", pattern: "{a}", destinationArn: functionArn }] },
  "metric-filter": { filters: [{ name: "f", pattern: "{b}" }], sum: 1 },
  topic: { policy: undefined, keyPolicy: undefined, subscriptions: [] },
  alarm: {
    isOn: true,
    actions: [topicArn],
    state: "OK",
    movedAtMs: sentAtMs + 400_000,
    told: [`Successfully executed action ${topicArn}`],
  },
  permission: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "lambda:InvokeFunction" }],
  }),
  function: { state: "Active", reason: undefined, waiting: 0 },
};

function judged(changes: Facts = {}, changed: Partial<FollowedCall> = {}, threshold = 1) {
  const facts = { ...whole, ...changes };
  const of = <Kind extends LinkKind>(kind: Kind) => ({ facts: facts[kind] as FactsByKind[LinkKind] });
  const title = "denied-calls";
  const links: LookedLink[] = [
    { link: { kind: "function", title: "post-denials", name: "p", deadLetterQueueUrl: "q" }, looked: of("function") },
    {
      link: { kind: "permission", title: "post-denials", functionName: "p", service, sourceArn },
      looked: of("permission"),
    },
    { link: { kind: "alarm", title, name: "a", topicArn, threshold }, looked: of("alarm") },
    { link: { kind: "topic", title: "compliance", arn: topicArn, addresses: [], publishers: [] }, looked: of("topic") },
    {
      link: { kind: "metric-filter", title, logGroup, name: "f", pattern: "{b}", namespace: "n", metric: "m" },
      looked: of("metric-filter"),
    },
    {
      link: { kind: "log-subscription", title: "post-denials", logGroup, name: "s", pattern: "{a}", functionArn },
      looked: of("log-subscription"),
    },
    { link: { kind: "trail", title: "trail", arn: "t", logGroup }, looked: of("trail") },
  ];
  const findings = judgePath(links, { ...call, ...changed });
  return {
    findings,
    broken: findings.filter(({ state }) => state === "broken").map(({ link }) => link),
    of: (name: string) => findings.find(({ link }) => link === name),
  };
}

const queueArn = "arn:aws:sqs:us-east-1:111122223333:trail-files";
const letIn = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage" }],
});

/** The same where the trail is read from its bucket: a topic announces its files, by way of a queue. */
function judgedFromBucket(changes: Facts = {}, changed: Partial<FollowedCall> = { arrival: undefined }) {
  const facts: Facts = {
    function: { state: "Active", reason: undefined, waiting: 0 },
    "topic-subscription": { subscriptions: [{ protocol: "sqs", endpoint: queueArn, isConfirmed: true }] },
    queue: { policy: letIn },
    "event-source": [{ state: "Enabled", reason: undefined }],
    ...changes,
  };
  const of = <Kind extends LinkKind>(kind: Kind) => ({ facts: facts[kind] as FactsByKind[LinkKind] });
  const title = "trail-files";
  const senders = [{ service: "sns.amazonaws.com", sourceArn: topicArn }];
  const other = "arn:aws:sqs:us-east-1:111122223333:wake";
  const links: LookedLink[] = [
    { link: { kind: "function", title: "watch-trail", name: "w", deadLetterQueueUrl: "q" }, looked: of("function") },
    { link: { kind: "event-source", title, queueArn, functionName: "w" }, looked: of("event-source") },
    {
      link: { kind: "topic-subscription", title, topicArn, isTopicOfOthers: true, endpoint: queueArn },
      looked: of("topic-subscription"),
    },
    { link: { kind: "queue", title, arn: queueArn, url: "u", isOfOthers: false, senders }, looked: of("queue") },
    // No way of the call: a function's that does not read the trail.
    { link: { kind: "event-source", title: "wake", queueArn: other, functionName: "d" }, looked: { facts: [] } },
  ];
  const findings = judgePath(links, { ...call, ...changed });
  return {
    broken: findings.filter(({ state }) => state === "broken").map(({ link }) => link),
    of: (name: string) => findings.find(({ link }) => link === name),
  };
}

describe("the way of a denied call out of a trail's bucket", () => {
  const cuts: readonly (readonly [string, Facts])[] = [
    ["topic subscription trail-files", { "topic-subscription": { subscriptions: [] } }],
    ["queue trail-files", { queue: undefined }],
    ["event source trail-files", { "event-source": [] }],
  ];
  for (const [name, facts] of cuts) {
    it(`is broken at the ${name} alone, and what did not arrive follows from it`, () => {
      const { broken, of } = judgedFromBucket(facts);
      expect(broken.filter((one) => one !== "event source wake")).to.deep.equal([name]);
      expect(of("arrival")?.says).to.contain(`follows from: ${name}`);
      expect(of("Slack webhook")?.state).to.equal("follows");
    });
  }

  it("is broken on the way where its queue holds, whatever another function's queue does", () => {
    expect(judgedFromBucket().broken).to.deep.equal(["event source wake", "arrival"]);
  });

  it("holds where the call has come out", () => {
    expect(judgedFromBucket({}, {}).broken).to.deep.equal(["event source wake"]);
  });
});

describe("what is broken by what another link is", () => {
  const findings = judgePath(
    [
      {
        link: { kind: "topic-subscription", title: "disable-key", topicArn, isTopicOfOthers: false, endpoint: "arn:f" },
        looked: { facts: undefined },
      },
      {
        link: { kind: "topic", title: "suspicious-keys", arn: topicArn, addresses: [], publishers: [] },
        looked: { facts: undefined },
      },
      {
        link: { kind: "function", title: "disable-key", name: "d", deadLetterQueueUrl: "https://sqs/1/d" },
        looked: { facts: { state: "Active", reason: undefined, waiting: undefined } },
      },
      {
        link: {
          kind: "queue",
          title: "disable-key-dead-letters",
          arn: "arn:q",
          url: "https://sqs/1/d",
          isOfOthers: false,
          senders: [],
        },
        looked: { facts: undefined },
      },
    ],
    call,
  );
  const stateOf = (name: string) => findings.find(({ link }) => link === name)?.state;

  it("follows from it: a subscription from its topic, dead letters from their queue", () => {
    expect(stateOf("topic suspicious-keys")).to.equal("broken");
    expect(stateOf("topic subscription disable-key")).to.equal("follows");
    expect(stateOf("queue disable-key-dead-letters")).to.equal("broken");
    expect(stateOf("dead letters of disable-key")).to.equal("follows");
  });
});

describe("the way of a denied call", () => {
  it("holds from the call to Slack and mail, in its order", () => {
    const { findings, broken } = judged();
    expect(broken).to.deep.equal([]);
    expect(findings.map(({ link }) => link)).to.deep.equal([
      "denied call",
      "trail trail",
      "subscription filter post-denials",
      "metric filter denied-calls",
      "topic compliance",
      "alarm denied-calls",
      "permission post-denials",
      "function post-denials",
      "arrival",
      "Slack secret",
      "Slack webhook",
      "metric denied-calls",
      "state of alarm denied-calls",
      "news of alarm denied-calls",
      "dead letters of post-denials",
    ]);
  });

  const nothingCame = { arrival: undefined };
  const silent = { isOn: true, actions: [topicArn], state: "OK", movedAtMs: undefined, told: [] };
  const uncounted = { filters: [{ name: "f", pattern: "{b}" }], sum: 0 };

  it("is broken at the trail alone where it is stopped, and all else follows", () => {
    const { broken, of } = judged({ trail: undefined, "metric-filter": uncounted, alarm: silent }, nothingCame);
    expect(broken).to.deep.equal(["trail trail"]);
    for (const name of ["arrival", "Slack webhook", "metric denied-calls", "news of alarm denied-calls"])
      expect(of(name)?.state, name).to.equal("follows");
  });

  it("is narrowed down to the function where the log group has the call", () => {
    const { broken, of } = judged({}, nothingCame);
    expect(broken).to.deep.equal(["arrival"]);
    expect(of("arrival")?.says).to.match(/is in the log group, but post-denials has not taken it in 30 minutes/);
  });

  it("is broken on its way to the log group where nothing counted it and nothing took it", () => {
    const { broken } = judged({ "metric-filter": uncounted, alarm: silent }, nothingCame);
    expect(broken).to.deep.equal(["arrival", "metric denied-calls"]);
  });

  it("is broken at the secret where that can't be read, and dead letters follow", () => {
    const arrival = { atMs: sentAtMs, eventId: "e1", channel: "refused", why: "can't find the secret" } as const;
    const { broken, of } = judged({ function: { state: "Active", reason: undefined, waiting: 2 } }, { arrival });
    expect(broken).to.deep.equal(["Slack secret"]);
    expect(of("dead letters of post-denials")?.state).to.equal("follows");
  });

  it("is broken at the webhook where Slack refuses, and at the mail where there is no Slack", () => {
    const arrival = {
      atMs: sentAtMs,
      eventId: "e1",
      channel: "refused",
      why: "Slack answered 404 no_service",
    } as const;
    expect(judged({}, { arrival }).broken).to.deep.equal(["Slack webhook"]);
    expect(judged({}, { arrival, channel: "app" }).broken).to.deep.equal(["Slack token"]);
    expect(judged({}, { arrival, channel: "mail" }).broken).to.deep.equal(["mail of denied calls"]);
  });

  it("is broken where CloudWatch could not tell the topic, and at the topic alone where that is gone", () => {
    const told = ["Failed to execute action x. Received error: no leave"];
    const alarm = { isOn: true, actions: [topicArn], state: "OK", movedAtMs: sentAtMs, told };
    expect(judged({ alarm }).broken).to.deep.equal(["news of alarm denied-calls"]);
    expect(judged({ alarm, topic: undefined }).broken).to.deep.equal(["topic compliance"]);
  });

  it("expects nothing of an alarm that wants more calls, or that was in ALARM before", () => {
    const { broken, of } = judged({ alarm: silent }, {}, 5);
    expect(broken).to.deep.equal([]);
    expect(of("state of alarm denied-calls")?.state).to.equal("note");
    const before = judged({ alarm: { ...silent, state: "ALARM", movedAtMs: sentAtMs - 1 } });
    expect(before.broken).to.deep.equal([]);
    expect(before.of("news of alarm denied-calls")?.state).to.equal("note");
  });

  it("is broken at the call where nothing refused it", () => {
    const { broken } = judged({ "metric-filter": uncounted, alarm: silent }, { ...nothingCame, outcome: "allowed" });
    expect(broken).to.deep.equal(["denied call"]);
  });
});
