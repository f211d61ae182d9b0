import { expect } from "chai";

import { classifyRecord, subscriptionPattern, wideDenialPattern } from "../../../core/cloudtrail/error-code";
import { eventOfCall, handedOnPattern, handedOnTo } from "../../../core/cloudtrail/handed-on";
import { compileEventPattern } from "../../../core/event-pattern/compile";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { tamperingPattern } from "../../../core/members/event-patterns";

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
  });
});
