import { expect } from "chai";

import { classifyRecord, subscriptionPattern, wideDenialPattern } from "../../../core/cloudtrail/error-code";
import { eventOfCall, handedOnPattern, handedOnTo } from "../../../core/cloudtrail/handed-on";
import { compileEventPattern } from "../../../core/event-pattern/compile";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { longTermKeysPattern } from "../../../stacks/watch-keys";
import { widePattern } from "../../../stacks/watch-trail";
import { eitherPattern } from "../../../core/filter-pattern/either";
import { maxPatternLength } from "../../../core/filter-pattern/parse";
import { ownPartsPattern, tamperingPattern } from "../../../core/members/event-patterns";
import { partCallPrefixes, partCalls } from "../../../core/trail-tampering/own-parts";

const call = (eventSource: string, eventName: string, extra: object = {}) => ({
  eventSource,
  eventName,
  eventID: "b1f8a2f6-0000-4000-8000-000000000001",
  eventTime: "2026-10-06T12:00:00Z",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  ...extra,
});

describe("calls that are handed on to who acts on them", () => {
  const matches = compileFilterPattern(handedOnPattern);

  const handed: readonly (readonly [string, string, string])[] = [
    ["ec2.amazonaws.com", "AuthorizeSecurityGroupIngress", "revoke-open-ingress"],
    ["ec2.amazonaws.com", "ModifySecurityGroupRules", "revoke-open-ingress"],
    ["cloudtrail.amazonaws.com", "StopLogging", "restart-trail"],
    ["cloudtrail.amazonaws.com", "DeleteTrail", "restart-trail"],
    ["s3.amazonaws.com", "PutBucketPolicy", "block-public-bucket"],
    ["s3.amazonaws.com", "DeleteBucketPublicAccessBlock", "block-public-bucket"],
  ];
  for (const [source, name, target] of handed) {
    it(`are ${name} to ${target}, where they succeeded`, () => {
      expect([matches(call(source, name)), handedOnTo(call(source, name))]).to.deep.equal([true, target]);
      expect(matches(call(source, name, { errorCode: "AccessDenied" }))).to.equal(false);
    });
  }

  describe("that may change a part of Warden's own", () => {
    const named = {
      name: "restart-trail-parts-0a1b2c3",
      rule: "restart-trail-parts-0a1b2c3",
      alarmName: "silence-0a1b2c3",
      alarmNames: ["theirs", "silence-0a1b2c3"],
      functionName: "arn:aws:lambda:eu-west-1:111122223333:function:disable-key-0a1b2c3",
      filterName: "watch-keys-0a1b2c3",
      logGroupName: "trail",
      detectorId: "12abc34d567e8fa901bc2d34e56789f0",
      subscriptionArn: "arn:aws:sns:eu-west-1:111122223333:alerts-0a1b2c3:0f0e0d0c-0000-4000-8000-00000000000b",
      topicArn: "arn:aws:sns:eu-west-1:111122223333:alerts-0a1b2c3",
    };
    const partRequest = (source: string, name: string, requestParameters: object = named) =>
      call(source, name, { requestParameters });
    const all = [
      ...Object.entries(partCalls).flatMap(([source, names]) => names.map((name) => [source, name] as const)),
      ...partCallPrefixes.flatMap((prefix) =>
        ["", "20150331", "20150331v2"].map((version) => ["lambda.amazonaws.com", `${prefix}${version}`] as const),
      ),
    ];

    it("are all those that EventBridge tells restart-trail of", () => {
      const isTold = compileEventPattern(JSON.stringify(ownPartsPattern));
      expect(all).to.have.length.above(40);
      for (const [source, name] of all) {
        const record = partRequest(source, name);
        expect([matches(record), handedOnTo(record), isTold(eventOfCall(record))], name).to.deep.equal([
          true,
          "restart-trail",
          true,
        ]);
        expect(matches({ ...record, errorCode: "AccessDenied" }), name).to.equal(false);
      }
    });

    it("are not those on alarms, rules and functions that bear other names than Pulumi gives", () => {
      const scaling = "TargetTracking-table/orders-AlarmHigh-0f0e0d0c-0000-4000-8000-0a1b2c3d4e5f";
      for (const [source, name, parameters] of [
        ["monitoring.amazonaws.com", "PutMetricAlarm", { alarmName: scaling }],
        ["monitoring.amazonaws.com", "DeleteAlarms", { alarmNames: [scaling] }],
        ["events.amazonaws.com", "PutTargets", { rule: "StepFunctionsGetEventsForECSTaskRule" }],
        ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2", { functionName: "orders-api" }],
      ] as const) {
        expect(handedOnTo(partRequest(source, name, parameters)), name).to.equal(undefined);
      }
    });

    it("are those on mappings, by their ids", () => {
      const uUID = "0f0e0d0c-0000-4000-8000-0a1b2c3d4e5f";
      const record = partRequest("lambda.amazonaws.com", "DeleteEventSourceMapping20150331", { uUID });
      expect(handedOnTo(record)).to.equal("restart-trail");
    });
  });

  it("share a filter with others, which leaves them 1,024 characters in all", () => {
    expect(widePattern.length).to.be.at.most(maxPatternLength);
    expect(eitherPattern(longTermKeysPattern, handedOnPattern).length).to.be.at.most(maxPatternLength);
  });

  it("are chosen by words that stand before or after an asterisk, and by none that happens all day", () => {
    const words = [...handedOnPattern.matchAll(/eventName=([^|)]+)/g)].map(([, word = ""]) => word);
    for (const word of words) expect(word).to.match(/^\*?[A-Za-z]+\*?$/);
    const daily =
      "AssumeRole CreateLogStream PutLogEvents PutMetricData PutObject DeleteObject GetObject PutItem DeleteItem PutEvents " +
      "PutRecords DeleteMessage DescribeAlarms DescribeInstances Decrypt GenerateDataKey Invoke GetFunction20150331v2 " +
      "ListFunctions20150331 GetBucketPublicAccessBlock GetBucketPolicy DescribeEvents RegisterTargets DeleteNetworkInterface";
    for (const name of daily.split(" ")) expect(matches(call("any.amazonaws.com", name)), name).to.equal(false);
  });

  it("are none of another service under the same name, and no reads", () => {
    expect(handedOnTo(call("elsewhere.amazonaws.com", "StopLogging"))).to.equal(undefined);
    for (const name of ["DescribeSecurityGroups", "GetBucketPolicy", "RevokeSecurityGroupIngress"]) {
      expect(matches(call("ec2.amazonaws.com", name)), name).to.equal(false);
    }
  });

  it("look as EventBridge's own event does, so that the rule of the function takes them", () => {
    const event = eventOfCall(call("cloudtrail.amazonaws.com", "StopLogging"));
    expect(compileEventPattern(JSON.stringify(tamperingPattern))(event)).to.equal(true);
    expect(event).to.deep.include({ account: "111122223333", region: "eu-west-1", time: "2026-10-06T12:00:00Z" });
  });
});

describe("the shorter text for denied calls", () => {
  it("takes every error code that the longer one takes", () => {
    const [longer, shorter] = [subscriptionPattern, wideDenialPattern].map(compileFilterPattern);
    const words = [...subscriptionPattern.matchAll(/errorCode="\*(\w+)\*"/g)].map(([, word = ""]) => word);
    expect(words).to.have.length.above(20);
    for (const word of words) {
      for (const errorCode of [word, `Client.${word}`, `${word}Exception`]) {
        expect([longer?.({ errorCode }), shorter?.({ errorCode })], errorCode).to.deep.equal([true, true]);
      }
    }
    const signIn = { eventName: "ConsoleLogin", errorMessage: "Failed authentication" };
    expect([classifyRecord(signIn), shorter?.(signIn)]).to.deep.equal(["authentication-failure", true]);
    const answered = { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } };
    expect([classifyRecord(answered), shorter?.(answered)]).to.deep.equal(["authentication-failure", true]);
  });
});
