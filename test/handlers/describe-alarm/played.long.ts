import { expect } from "chai";

import { cisAlarms } from "../../../core/cis-alarms";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { ApiEffect, EmailEffect } from "../../../local/effects";
import { eventNames } from "../../core/cis-alarms/event-names";
import { deniedRecord } from "../../core/sample-record";
import type { Played, PlayedStory } from "../../support/played-program";
import { cloudTrailItem, playProgram } from "../../support/played-program";
import { abroad, minute, notifying } from "../disable-key/stories";

const declared = cisAlarms.filter(({ id }) => id !== "5.1");

let told = 0;
function call(userName: string, atMs: number, changes: CloudTrailRecord): CloudTrailRecord {
  told += 1;
  return deniedRecord({
    eventID: `c1500000-0000-4000-8000-${String(told).padStart(12, "0")}`,
    eventTime: new Date(atMs).toISOString(),
    sourceIPAddress: abroad,
    errorCode: undefined,
    errorMessage: undefined,
    userIdentity: {
      type: "IAMUser",
      userName,
      accountId: "111122223333",
      arn: `arn:aws:iam::111122223333:user/${userName}`,
    },
    ...changes,
  });
}

/** What makes one alarm go off, by a caller who is named after it. */
function recordFor(id: string, atMs: number): CloudTrailRecord {
  const userName = `user-of-${id.replace(".", "-")}`;
  const signIn = { eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com" };
  const own: Readonly<Record<string, CloudTrailRecord>> = {
    "5.2": { ...signIn, additionalEventData: { MFAUsed: "No" } },
    "5.3": { userIdentity: { type: "Root", accountId: "111122223333", arn: "arn:aws:iam::111122223333:root" } },
    "5.6": { ...signIn, errorMessage: "Failed authentication", additionalEventData: { MFAUsed: "Yes" } },
  };
  const named = eventNames[id];
  const eventSource = named?.source ?? "ec2.amazonaws.com";
  return call(userName, atMs, own[id] ?? { eventSource, eventName: named?.has[0] });
}

const play = (records: readonly CloudTrailRecord[], account: PlayedStory["account"] = {}) =>
  playProgram({ configuration: notifying, items: records.map(cloudTrailItem), account });

const mailsOf = ({ effects }: Played, topic = "benchmark-mail") =>
  effects.filter((effect): effect is EmailEffect => effect.effect === "email" && effect.topic === topic);

const callsOf = ({ effects }: Played) =>
  effects.filter((effect): effect is ApiEffect => effect.effect === "api" && effect.function === "describe-alarm");

describe("describe-alarm, from its uploaded form through the whole program", function () {
  this.timeout(120_000);

  it("mails once for each alarm from 5.2 to 5.15, with who it was", async () => {
    const played = await play(declared.map(({ id }, position) => recordFor(id, minute(20 * position))));
    const mails = mailsOf(played);
    expect(mails.map(({ subject }) => subject.split(" ", 2)[1])).to.deep.equal(declared.map(({ id }) => id));
    for (const [position, { id }] of declared.entries()) {
      const { subject, text, at } = mails[position] as EmailEffect;
      const who = id === "5.3" ? "root of 111122223333" : `user user-of-${id.replace(".", "-")}`;
      expect(subject, id)
        .to.match(/^[\x20-\x7e]{20,99}$/)
        .and.to.include(who);
      expect(text, id).to.include(`1. ${who}`).and.to.include(`From: ${abroad} (SG)`);
      expect(text, id)
        .to.include("logs-insights")
        .and.to.include("WHAT TO DO")
        .and.to.not.match(/[{}]|undefined/);
      expect(Date.parse(at)).to.equal(minute(20 * position + 1));
    }
    expect(mailsOf(played, "benchmark"), "nobody gets the alarm itself").to.deep.equal([]);
    expect(callsOf(played).filter(({ allowed }) => !allowed)).to.deep.equal([]);
    expect(played.errors).to.deep.equal([]);
  });

  it("names the callers of the alarm's own time, most calls first, and mails a burst of an hour once", async () => {
    const change = { eventSource: "iam.amazonaws.com", eventName: "AttachUserPolicy" };
    const at = (minutes: number, userName: string) => call(userName, minute(minutes), change);
    const before = call("before", minute(-10), { ...change, eventName: "CreateUser" });
    const burst = Array.from({ length: 60 }, (_, minutes) => at(minutes + 1, "later"));
    const played = await play([before, at(0, "some"), at(0, "busy"), at(0, "busy"), ...burst]);
    const [mail, ...more] = mailsOf(played);
    expect(more).to.deep.equal([]);
    expect(mail?.subject).to.equal("CIS 5.4 (high) Changes to IAM policies: user busy and 1 other");
    expect(mail?.text.match(/^\d\. user \w+/gm)).to.deep.equal(["1. user busy", "2. user some"]);
    expect(mail?.text).to.include("2 calls\n   What: iam:AttachUserPolicy\n");
  });

  it("mails without callers where the log group may not be read, and throttles, and says so", async () => {
    for (const kind of ["access-denied", "throttle"] as const) {
      const faults = [{ kind, function: "describe-alarm", service: "logs" }];
      const played = await play([recordFor("5.5", minute(0))], { faults });
      const [mail, ...more] = mailsOf(played);
      expect(more).to.deep.equal([]);
      expect(mail?.subject, kind).to.equal("CIS 5.5 (critical) Changes to CloudTrail");
      expect(mail?.text, kind).to.match(/Could not be looked up \(\w+\)\./);
      expect(played.errors, kind).to.deep.equal([]);
    }
  });

  it("leaves what it can't mail in its dead-letter queue, whose alarm tells people", async () => {
    const faults = [{ kind: "access-denied" as const, function: "describe-alarm", service: "sns" }];
    const played = await play([recordFor("5.5", minute(0))], { faults });
    expect(mailsOf(played)).to.deep.equal([]);
    expect(played.errors.map((error) => error.function)).to.deep.equal(["describe-alarm"]);
    expect(mailsOf(played, "alerts").map(({ subject }) => subject)).to.include("ALARM: describe-alarm-dead-letters");
  });
});
