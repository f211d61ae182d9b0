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
