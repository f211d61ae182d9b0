import { expect } from "chai";
import * as fc from "fast-check";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { isMarked, partChangesIn, partMark } from "../../../core/trail-tampering/own-parts";
import { tamperingIn } from "../../../core/trail-tampering/tampering";
import { startCommand, trailArnOf } from "../../../core/trail-tampering/trail-arn";

const record = (eventName: string, requestParameters: unknown, more: object = {}) => ({
  eventSource: "cloudtrail.amazonaws.com",
  eventName,
  requestParameters,
  eventTime: "2026-10-01T12:00:00Z",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  eventID: "11111111-0000-4000-8000-000000000000",
  ...more,
});
const arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit";

describe("a record of tampering with a trail", () => {
  it("names the trail by its name or its ARN, whichever field it stands in", () => {
    for (const parameters of [{ name: "audit" }, { name: arn }, { trailName: "audit" }, { trailName: arn }]) {
      expect(tamperingIn(record("StopLogging", parameters), "")?.trailArn).to.equal(arn);
    }
    const answered = record("PutEventSelectors", {}, { responseElements: { trailARN: arn } });
    expect(tamperingIn(answered, "")?.trailArn).to.equal(arn);
    expect(tamperingIn(record("DeleteTrail", { name: "audit" }, { awsRegion: "cn-north-1" }), "")?.trailArn).to.equal(
      "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit",
    );
  });

  it("is none where the call failed, is another one, or names no trail", () => {
    expect(tamperingIn(record("StopLogging", { name: "audit" }, { errorCode: "AccessDenied" }), "")).to.equal(
      undefined,
    );
    expect(tamperingIn(record("StartLogging", { name: "audit" }), "")).to.equal(undefined);
    expect(tamperingIn(record("PutInsightSelectors", { eventDataStore: "eds" }), "")).to.equal(undefined);
    expect(tamperingIn(record("StopLogging", null), "")).to.equal(undefined);
  });

  it("never brings anything but the name of a trail into a command", () => {
    expect(startCommand(arn)).to.equal(`aws cloudtrail start-logging --name ${arn} --region eu-west-1`);
    const place = { partition: "aws", region: "eu-west-1", account: "111122223333" };
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const made = trailArnOf(text, place);
        expect(made ?? arn).to.match(/^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]+$/);
        expect(startCommand(text)).to.equal("");
      }),
    );
    for (const hostile of ["audit; rm -rf /", "audit`id`", "$(id)", "a b c"]) {
      expect(trailArnOf(hostile, place), hostile).to.equal(undefined);
    }
  });
});

describe("a record of a change of Warden's own parts", () => {
  const partsOf = (one: CloudTrailRecord, isOwn: (name: string) => boolean = () => true) =>
    partChangesIn(one, isOwn).map(({ part }) => part);
  const of = (source: string, name: string, parameters: object) =>
    partsOf(record(name, parameters, { eventSource: `${source}.amazonaws.com` }));

  it("names a function by its name, its ARN, or a part of that, with or without a version", () => {
    for (const functionName of [
      "warden-1234567",
      "warden-1234567:2",
      "111122223333:function:warden-1234567",
      "arn:aws:lambda:eu-west-1:111122223333:function:warden-1234567:live",
    ]) {
      // A bare name with a version is cut at the colon.
      expect(of("lambda", "UpdateFunctionCode20150331v2", { functionName })).to.deep.equal(["warden-1234567"]);
    }
  });

  it("has a request for each of several alarms, each with an occasion of its own", () => {
    const changes = partChangesIn(
      record("DeleteAlarms", { alarmNames: ["one", "two", 3] }, { eventSource: "monitoring.amazonaws.com" }),
      () => true,
    );
    expect(changes.map(({ part }) => part)).to.deep.equal(["one", "two"]);
    expect(new Set(changes.map(({ occasion }) => occasion)).size).to.equal(2);
  });

  const losses: readonly (readonly [string, string, object, string])[] = [
    ["events", "PutRule", { name: "one", state: "DISABLED" }, "one"],
    ["events", "PutTargets", { rule: "one", targets: [{ id: "other", arn: "elsewhere" }] }, "one"],
    ["logs", "PutMetricFilter", { filterName: "one", logGroupName: "trail", filterPattern: "nothing" }, "one"],
    ["monitoring", "PutMetricAlarm", { alarmName: "one", actionsEnabled: false }, "one"],
    ["lambda", "RemovePermission20150331v2", { functionName: "one", statementId: "s" }, "one"],
    ["lambda", "RemovePermission20150331", { functionName: "one", statementId: "s" }, "one"],
    ["lambda", "UpdateFunctionUrlConfig", { functionName: "one", authType: "AWS_IAM" }, "one"],
  ];
  for (const [service, name, parameters, part] of losses) {
    it(`names what ${name} takes away or writes over`, () => {
      expect(of(service, name, parameters)).to.deep.equal([part]);
    });
  }

  const mapping = "0f0e0d0c-0000-4000-8000-00000000000a";
  const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:disable-key-1234567";

  it("names the function that a mapping fed, or the mapping where the record has no function of the own ones", () => {
    for (const name of ["DeleteEventSourceMapping20150331", "UpdateEventSourceMapping20150331"]) {
      const of = (parameters: object, responseElements: object | null) =>
        record(name, parameters, { eventSource: "lambda.amazonaws.com", responseElements });
      const answered = of({ uUID: mapping, enabled: false }, { functionArn, uUID: mapping });
      expect(partsOf(answered), name).to.deep.equal(["disable-key-1234567"]);
      expect(partsOf(of({ uUID: mapping }, null)), name).to.deep.equal([mapping]);
      const isOwn = (one: string) => one === mapping;
      const given = of({ uUID: mapping, functionName: "theirs" }, { functionArn: "arn:aws:lambda:::function:theirs" });
      expect(partsOf(given, isOwn), name).to.deep.equal([mapping]);
      expect(
        partsOf(answered, () => false),
        name,
      ).to.deep.equal([]);
    }
  });

  const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts-1234567";
  const subscriptionArn = `${topicArn}:0f0e0d0c-0000-4000-8000-00000000000b`;

  it("names the topic that somebody was subscribed to, or the subscription alone where the topic is another's", () => {
    for (const name of ["Unsubscribe", "SetSubscriptionAttributes"]) {
      expect(of("sns", name, { subscriptionArn }), name).to.deep.equal(["alerts-1234567"]);
      const one = record(name, { subscriptionArn }, { eventSource: "sns.amazonaws.com" });
      expect(
        partsOf(one, (part) => part === subscriptionArn),
        name,
      ).to.deep.equal([subscriptionArn]);
    }
    expect(of("sns", "DeleteTopic", { topicArn })).to.deep.equal(["alerts-1234567"]);
  });

  it("names the detector whose findings are taken away, archived, or kept from coming", () => {
    const detectorId = "12abc34d567e8fa901bc2d34e56789f0";
    for (const call of ["DeleteDetector", "UpdateDetector", "CreateFilter", "CreateIPSet", "DeleteThreatIntelSet"]) {
      expect(of("guardduty", call, { detectorId }), call).to.deep.equal([detectorId]);
    }
    expect(of("guardduty", "ListFindings", { detectorId })).to.deep.equal([]);
  });

  it("is none of a call of another service, or of one that changes nothing of the kind", () => {
    expect(of("events", "DeleteAlarms", { alarmNames: ["one"] })).to.deep.equal([]);
    expect(of("lambda", "Invoke", { functionName: "one" })).to.deep.equal([]);
    expect(of("events", "EnableRule", { name: "one" })).to.deep.equal([]);
    expect(of("sns", "Subscribe", { topicArn })).to.deep.equal([]);
    expect(of("lambda", "CreateEventSourceMapping20150331", { functionName: "one" })).to.deep.equal([]);
  });

  it("is known by marks that hold for the marked names and no others", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(names, (all) => {
        const [other = "", ...marked] = all;
        const marks = marked.map(partMark).join("");
        expect(marked.every((name) => isMarked(name, marks))).to.equal(true);
        expect(isMarked(other, marks)).to.equal(false);
      }),
    );
  });
});
