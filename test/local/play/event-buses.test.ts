import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { CloudTrailItem } from "../../../local/input/items";
import type { DeclaredResource } from "../../../local/program/mocks";
import { resource, startMs } from "./fixture";
import { permittedFunction, permittedQueue, queueArn, stageOf } from "./stage";

const service = "events.amazonaws.com";
const ruleArn = (name: string, region = "eu-west-1") => `arn:aws:events:${region}:111122223333:rule/${name}`;

function rule(name: string, pattern: unknown, inputs: Record<string, unknown> = {}): DeclaredResource {
  const region = typeof inputs.region === "string" ? inputs.region : "eu-west-1";
  const eventPattern = JSON.stringify(pattern);
  return resource(
    "aws:cloudwatch/eventRule:EventRule",
    name,
    { eventPattern, ...inputs },
    { arn: ruleArn(name, region) },
  );
}

const target = (of: string, arn: string, inputs: object = {}) =>
  resource("aws:cloudwatch/eventTarget:EventTarget", `${of}-${arn}`, { rule: of, arn, ...inputs });

/** A rule with a function as its target. */
const ruleTo = (name: string, pattern: unknown, inputs: Record<string, unknown> = {}) => [
  rule(name, pattern, inputs),
  ...permittedFunction(`on-${name}`, service, ruleArn(name)),
  target(name, `arn:on-${name}`),
];

const record = (changes: CloudTrailRecord = {}): CloudTrailRecord => ({
  eventVersion: "1.10",
  eventID: "11111111-2222-4333-8444-555555555555",
  eventTime: "2026-03-17T10:00:00Z",
  eventType: "AwsApiCall",
  eventSource: "ec2.amazonaws.com",
  eventName: "AuthorizeSecurityGroupIngress",
  awsRegion: "eu-west-1",
  recipientAccountId: "444455556666",
  readOnly: false,
  managementEvent: true,
  userIdentity: { type: "IAMUser", accountId: "444455556666" },
  ...changes,
});

const itemOf = (one: CloudTrailRecord): CloudTrailItem => ({
  kind: "cloudtrail",
  atMs: startMs,
  record: one,
  text: JSON.stringify(one),
  origin: "file:1",
});

const finding = (detail: object = {}, changes: object = {}) => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  region: "eu-west-1",
  detail: { id: "finding-1", type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller", severity: 5, ...detail },
  ...changes,
});

/** Lets an event or a record enter as the play does. */
function enter(stage: ReturnType<typeof stageOf>, what: { event: unknown } | { record: CloudTrailRecord }): boolean {
  const entered = "event" in what ? stage.buses.wanted(what.event) : stage.buses.eventOf(itemOf(what.record));
  if (entered !== undefined) stage.buses.put(entered, startMs);
  return entered !== undefined;
}

const ingress = { source: ["aws.ec2"], detail: { eventName: ["AuthorizeSecurityGroupIngress"] } };

describe("an event of a declared rule", () => {
  it("comes to its function as it is", () => {
    const stage = stageOf(
      ruleTo("findings", { source: ["aws.guardduty"], detail: { severity: [{ numeric: [">=", 4] }] } }),
    );
    expect(enter(stage, { event: finding() })).to.equal(true);
    expect(stage.handed).to.deep.equal([{ to: "on-findings", atSeconds: 0, event: finding() }]);
    expect(stage.effects).to.deep.equal([]);
  });

  it("is not even kept where no rule matches it", () => {
    const stage = stageOf(
      ruleTo("findings", { source: ["aws.guardduty"], detail: { severity: [{ numeric: [">=", 7] }] } }),
    );
    expect(enter(stage, { event: finding() })).to.equal(false);
  });

  it("comes to the targets of every rule that matches, once for each", () => {
    const stage = stageOf([
      ...ruleTo("by-type", { detail: { type: [{ prefix: "UnauthorizedAccess:" }] } }),
      ...ruleTo("by-severity", { detail: { severity: [5] } }),
      ...ruleTo("other", { source: ["aws.health"] }),
    ]);
    enter(stage, { event: finding() });
    expect(stage.handed.map(({ to }) => to)).to.deep.equal(["on-by-type", "on-by-severity"]);
  });

  it("of a rule that is switched off goes nowhere", () => {
    for (const off of [{ state: "DISABLED" }, { isEnabled: false }]) {
      expect(enter(stageOf(ruleTo("findings", { source: ["aws.guardduty"] }, off)), { event: finding() })).to.equal(
        false,
      );
    }
  });

  it("may be a fixed text for the target", () => {
    const stage = stageOf([
      rule("findings", { source: ["aws.guardduty"] }),
      ...permittedFunction("f", service, ruleArn("findings")),
      target("findings", "arn:f", { input: '{"look":"again"}' }),
    ]);
    enter(stage, { event: finding() });
    expect(stage.handed[0]?.event).to.deep.equal({ look: "again" });
  });

  it("comes to queues and topics as text", () => {
    const stage = stageOf([
      rule("findings", { source: ["aws.guardduty"] }),
      ...permittedQueue("work", service, ruleArn("findings")),
      target("findings", queueArn("work")),
      resource("aws:sns/topic:Topic", "alerts", {}),
      target("findings", "arn:alerts"),
    ]);
    enter(stage, { event: finding() });
    expect(stage.queues.bodiesIn(queueArn("work")).map((body) => JSON.parse(body) as unknown)).to.deep.equal([
      finding(),
    ]);
    expect(stage.effects.map((effect) => effect.effect === "email" && effect.text)).to.deep.equal([
      JSON.stringify(finding()),
    ]);
  });

  it("that may not be handed over waits in the target's dead-letter queue, and says why with its id", () => {
    const stage = stageOf([
      rule("findings", { source: ["aws.guardduty"] }),
      ...permittedFunction("f", service, ruleArn("another")),
      ...permittedQueue("dead", service, ruleArn("findings")),
      target("findings", "arn:f", { deadLetterConfig: { arn: queueArn("dead") } }),
    ]);
    enter(stage, { event: finding() });
    expect(stage.handed).to.deep.equal([]);
    expect(stage.queues.bodiesIn(queueArn("dead"))).to.deep.equal([JSON.stringify(finding())]);
    expect(stage.effects).to.have.lengthOf(1);
    expect(stage.effects[0]).to.deep.include({ effect: "error", function: "f", eventIds: ["finding-1"] });
    expect(stage.effects[0])
      .to.have.property("message")
      .that.matches(/rule findings .* no permission/);
  });

  it("that nothing may keep is told of as lost", () => {
    const lost = (...more: DeclaredResource[]) => {
      const dead = { deadLetterConfig: { arn: queueArn("dead") } };
      const stage = stageOf([
        rule("r", { source: ["aws.guardduty"] }),
        ...more,
        target("r", "arn:nowhere", more.length === 0 ? {} : dead),
      ]);
      enter(stage, { event: finding() });
      return stage.effects.map((effect) => effect.effect === "error" && effect.message).join();
    };
    expect(lost()).to.include("the program declares no arn:nowhere, and nothing keeps it");
    expect(lost(...permittedQueue("dead", service, ruleArn("another")))).to.include(
      "nor be kept: the policy of queue dead",
    );
  });

  it("goes on to the bus that a rule forwards it to, where other rules see it", () => {
    const stage = stageOf([
      rule("forward", { source: ["aws.guardduty"] }, { region: "us-east-1" }),
      resource("aws:cloudwatch/eventTarget:EventTarget", "forward", {
        rule: "forward",
        region: "us-east-1",
        arn: "arn:aws:events:eu-west-1:111122223333:event-bus/default",
      }),
      ...ruleTo("findings", { region: ["us-east-1"] }),
    ]);
    enter(stage, { event: finding({}, { region: "us-east-1" }) });
    expect(stage.handed.map(({ to }) => to)).to.deep.equal(["on-findings"]);
  });

  it("in a circle of buses comes to rest", () => {
    const own = "arn:aws:events:eu-west-1:111122223333:event-bus/default";
    const stage = stageOf([rule("circle", { source: ["aws.guardduty"] }), target("circle", own)]);
    enter(stage, { event: finding() });
    expect(stage.handed).to.deep.equal([]);
  });

  it("is seen by the rules of its own region, and by those of the stack's where none there wants it, never by both", () => {
    const stage = stageOf([
      ...ruleTo("hub", { source: ["aws.guardduty"] }),
      rule("there", { source: ["aws.guardduty"], detail: { severity: [8] } }, { region: "us-east-1" }),
      ...permittedFunction("on-there", service, ruleArn("there", "us-east-1")),
      resource("aws:cloudwatch/eventTarget:EventTarget", "there", {
        rule: "there",
        region: "us-east-1",
        arn: "arn:on-there",
      }),
    ]);
    expect(enter(stage, { event: finding({ severity: 8 }, { region: "us-east-1" }) })).to.equal(true);
    expect(enter(stage, { event: finding({ severity: 5 }, { region: "us-east-1" }) })).to.equal(true);
    expect(enter(stage, { event: finding({ severity: 8 }, { region: "ap-south-1" }) })).to.equal(true);
    expect(stage.handed.map(({ to }) => to)).to.deep.equal(["on-there", "on-hub", "on-hub"]);
  });

  it("that a function puts enters the bus that it names", () => {
    const bus = "arn:aws:events:eu-west-1:111122223333:event-bus/own";
    const stage = stageOf([
      rule("on-own", { source: ["warden"] }, { eventBusName: "own" }),
      ...permittedFunction("f", service, ruleArn("on-own")),
      target("on-own", "arn:f", { eventBusName: "own" }),
      ...ruleTo("on-default", { source: ["warden"] }),
    ]);
    stage.buses.putTo(bus, { source: "warden" }, startMs);
    stage.buses.putTo("arn:aws:events:eu-west-1:111122223333:event-bus/default", { source: "warden" }, startMs);
    expect(stage.handed.map(({ to }) => to)).to.deep.equal(["f", "on-on-default"]);
  });
});

describe("a rule that can't be played", () => {
  it("is named with what is wrong", () => {
    expect(() => stageOf([rule("broken", { source: "aws.ec2" })])).to.throw(/rule broken: event pattern, source/);
    const transformed = target("r", "arn:f", { inputTransformer: { inputTemplate: "x" } });
    expect(() => stageOf([rule("r", ingress), transformed])).to.throw("changes its input");
  });
});

describe("a CloudTrail record", () => {
  it("becomes the event that CloudTrail sends", () => {
    const stage = stageOf(ruleTo("ingress", { ...ingress, "detail-type": ["AWS API Call via CloudTrail"] }));
    expect(enter(stage, { record: record() })).to.equal(true);
    const { id, ...event } = stage.handed[0]?.event as Record<string, unknown>;
    expect(id).to.match(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(event).to.deep.equal({
      version: "0",
      "detail-type": "AWS API Call via CloudTrail",
      source: "aws.ec2",
      account: "444455556666",
      time: "2026-03-17T10:00:00Z",
      region: "eu-west-1",
      resources: [],
      detail: record(),
    });
  });

  const kinds: readonly (readonly [string, string])[] = [
    ["AwsApiCall", "AWS API Call via CloudTrail"],
    ["AwsConsoleSignIn", "AWS Console Sign In via CloudTrail"],
    ["AwsConsoleAction", "AWS Console Action via CloudTrail"],
    ["AwsServiceEvent", "AWS Service Event via CloudTrail"],
    ["AwsCloudTrailInsight", "AWS Insight via CloudTrail"],
  ];
  for (const [eventType, detailType] of kinds) {
    it(`of type ${eventType} is an "${detailType}"`, () => {
      const stage = stageOf(ruleTo("r", { "detail-type": [detailType] }));
      expect(enter(stage, { record: record({ eventType }) })).to.equal(true);
      for (const [other] of kinds) {
        if (other !== eventType) expect(enter(stage, { record: record({ eventType: other }) }), other).to.equal(false);
      }
    });
  }

  it("of network activity, or of no rule's kind, is none", () => {
    expect(
      enter(stageOf(ruleTo("r", { detail: { eventID: [{ exists: true }] } })), {
        record: record({ eventType: "AwsVpceEvent" }),
      }),
    ).to.equal(false);
    const stage = stageOf(ruleTo("ingress", ingress));
    for (const changes of [
      { eventName: "RunInstances" },
      { eventSource: "s3.amazonaws.com" },
      { eventName: undefined },
    ]) {
      expect(enter(stage, { record: record(changes) }), JSON.stringify(changes)).to.equal(false);
    }
  });

  const reads: readonly (readonly [string, CloudTrailRecord, boolean])[] = [
    ["a change", {}, true],
    ["what CloudTrail calls read-only", { eventName: "DescribeInstances", readOnly: true }, false],
    ["read-only under another name", { eventName: "AssumeRole", readOnly: true }, false],
    ["a session token, which counts as a change", { eventName: "GetSessionToken", readOnly: true }, true],
    ["a name for reading, of which nothing is said", { eventName: "ListBuckets", readOnly: undefined }, false],
    ["another name, of which nothing is said", { eventName: "StopLogging", readOnly: undefined }, true],
    ["a read of data", { eventName: "GetObject", readOnly: true, managementEvent: false }, true],
  ];
  for (const [what, changes, isSeen] of reads) {
    it(`that is ${what} ${isSeen ? "is seen by every rule" : "is seen only by a rule for all management events"}`, () => {
      const pattern = { source: ["aws.ec2"] };
      expect(enter(stageOf(ruleTo("r", pattern)), { record: record(changes) })).to.equal(isSeen);
      const all = ruleTo("r", pattern, { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" });
      expect(enter(stageOf(all), { record: record(changes) })).to.equal(true);
    });
  }

  it("whose kinds have no end costs no memory without end", () => {
    const stage = stageOf(ruleTo("r", { detail: { eventName: ["A-10005"] } }));
    let kept = 0;
    for (let number = 0; number < 10_010; number += 1) {
      if (stage.buses.eventOf(itemOf(record({ eventName: `A-${number}` }))) !== undefined) kept += 1;
    }
    expect(kept).to.equal(1);
  });
});
