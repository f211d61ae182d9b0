import { expect } from "chai";
import * as fc from "fast-check";

import { cisAlarm, cisAlarms } from "../../../core/cis-alarms";
import { actorsOf } from "../../../core/cis-alarms/actors";
import { alarmNotificationOf } from "../../../core/cis-alarms/notification";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { AlarmMailParts } from "../../../core/mail/alarm-mail";
import { alarmMail, otherAlarmMail } from "../../../core/mail/alarm-mail";
import { alarmMessage } from "../cis-alarms/sample-alarm";
import { deniedRecord } from "../sample-record";
import { hostileText } from "../slack/hostile-text";

let made = 0;
function call(userName: string, changes: CloudTrailRecord = {}): CloudTrailRecord {
  made += 1;
  const arn = `arn:aws:iam::111122223333:user/${userName}`;
  return deniedRecord({
    eventID: `0f0e0d0c-0000-4000-8000-${String(made).padStart(12, "0")}`,
    eventTime: "2026-03-17T10:03:00Z",
    eventSource: "iam.amazonaws.com",
    eventName: "PutUserPolicy",
    errorCode: undefined,
    errorMessage: undefined,
    userIdentity: {
      type: "IAMUser",
      userName,
      arn,
      accountId: "111122223333",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    },
    ...changes,
  });
}

function mail(records: readonly CloudTrailRecord[], changes: Partial<AlarmMailParts> = {}) {
  const notification = alarmNotificationOf(alarmMessage());
  if (notification === undefined) throw new Error("no notification");
  return alarmMail({
    alarm: cisAlarm("5.4"),
    notification,
    lookUp: { kind: "found", actors: actorsOf(records), truncated: false },
    countryOf: ({ ip }) => (ip === "203.0.113.7" ? "SG" : undefined),
    countryNote: undefined,
    place: { logGroup: "trail-1a2b3c4", homeRegion: "eu-central-1" },
    ...changes,
  });
}

const many = (count: number, userName: string, changes: CloudTrailRecord = {}) =>
  Array.from({ length: count }, () => call(userName, changes));

describe("the mail about a CIS alarm", () => {
  it("says what, when, why, who, where to look and what to do", () => {
    const { subject, text } = mail([...many(2, "alice"), call("alice", { errorCode: "AccessDenied" })]);
    expect(subject).to.equal("CIS 5.4 (high) Changes to IAM policies: user alice");
    expect(text.replace(/https:\S+logs-insights\S+/, "QUERY").replace(/-\d{12}(?=\n)/, "-ID")).to.equal(
      [
        "CIS AWS Foundations Benchmark 5.4: Changes to IAM policies",
        "From 2026-03-17 10:02:00 UTC to 2026-03-17 10:07:00 UTC. The alarm goes off at 1 in 5 minutes.",
        "Severity high. A change of one policy can make an ordinary user an administrator, or lock everybody out.",
        "",
        "WHO",
        "",
        "1. user alice, of account 111122223333, key ending MPLE, MFA not stated",
        "   3 calls, 1 of them refused or failed",
        "   What: iam:PutUserPolicy",
        "   From: 203.0.113.7 (SG)",
        "   When: 2026-03-17 10:03:00 UTC",
        "   Newest call: https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/0f0e0d0c-0000-4000-8000-ID",
        "",
        "ALL CALLS",
        "",
        "In CloudWatch Logs Insights, with the half hour after:",
        "QUERY",
        "",
        "WHAT TO DO",
        "",
        "1. Find the change in the deployment that was to make it.",
        "2. There is none: look at what the policy allows now, and put back what it allowed before.",
        "3. Look at what the caller did before and after; disable its key or end its sessions where it was not its owner.",
        "",
        "ATT&CK technique T1098.003, Account Manipulation: Additional Cloud Roles: https://attack.mitre.org/techniques/T1098/003/",
        "Alarm cis-5.4-1a2b3c4 in account 111122223333. While it stays in ALARM it mails no second time.",
      ].join("\n"),
    );
  });

  it("names the three callers with the most calls, and counts the others", () => {
    const { subject, text } = mail([
      ...many(2, "b"),
      ...many(5, "e"),
      ...many(1, "a"),
      ...many(4, "d"),
      ...many(3, "c"),
    ]);
    expect(text.match(/^\d\. user (\w)/gm)).to.deep.equal(["1. user e", "2. user d", "3. user c"]);
    expect(text).to.include("And 2 more callers with 3 calls.");
    expect(subject).to.equal("CIS 5.4 (high) Changes to IAM policies: user e and 4 others");
  });

  it("counts actions and addresses where there are several, five and three of them", () => {
    const records = [1, 2, 3, 4, 5, 6, 6].map((position) =>
      call("alice", { eventName: `Action${position}`, sourceIPAddress: `198.51.100.${position}` }),
    );
    const { text } = mail(records);
    expect(text).to.include(
      "What: iam:Action6 (2), iam:Action1 (1), iam:Action2 (1), iam:Action3 (1), iam:Action4 (1) and 1 more",
    );
    expect(text).to.include("From: 198.51.100.6 (2), 198.51.100.1 (1), 198.51.100.2 (1) and 3 more");
  });

  it("says that an address was masked, where the log group masks them", () => {
    expect(mail([call("alice", { sourceIPAddress: "*".repeat(11) })]).text).to.include("From: a masked address");
  });

  it("names the accounts that recorded the calls where they are not the caller's own", () => {
    expect(mail([call("alice", { recipientAccountId: "444455556666" })]).text).to.include("In account: 444455556666");
    expect(mail([call("alice")]).text).to.not.include("In account");
  });

  it("leads through the access portal where the stack has one, each link in the account that it is about", () => {
    const portal = { url: "https://d-0123456789.awsapps.com/start", role: "ReadOnlyAccess", account: "999988887777" };
    const { text } = mail([call("alice")], { place: { logGroup: "trail", homeRegion: "eu-west-1", portal } });
    const accounts = [...text.matchAll(/start\/#\/console\?account_id=(\d{12})&role_name=ReadOnlyAccess&/g)];
    expect(accounts.map(([, account]) => account)).to.deep.equal(["111122223333", "999988887777"]);
    expect(text).not.to.match(/^https:\/\/eu-west-1\.console/m);
  });

  it("goes without callers where they could not be looked up, with the query and the steps", () => {
    const { subject, text } = mail([], { lookUp: { kind: "failed", why: "TimeoutError" } });
    expect(subject).to.equal("CIS 5.4 (high) Changes to IAM policies");
    expect(text).to.include("WHO\n\nCould not be looked up (TimeoutError).");
    expect(text).to.include("logs-insights").and.to.include("WHAT TO DO");
  });

  it("says where nothing was found, where not all could be read, and where no country is known", () => {
    expect(mail([]).text).to.include("The log group holds no matching call of that time any more, or not yet.");
    const { text } = mail([call("alice")], {
      lookUp: { kind: "found", actors: actorsOf([call("alice")]), truncated: true },
      countryNote: "Country unknown: old data.",
    });
    expect(text).to.include("the numbers are the least there were").and.to.include("Country unknown: old data.");
  });

  it("names root, roles and failed sign-ins as they are", () => {
    const root = { type: "Root", arn: "arn:aws:iam::111122223333:root", accountId: "111122223333" };
    expect(mail([call("", { userIdentity: root })]).text).to.include("1. root of 111122223333, MFA not stated");
    const role = {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/deploy/ci-42",
      sessionContext: { sessionIssuer: { userName: "deploy" }, attributes: { mfaAuthenticated: "true" } },
    };
    const ofRole = mail([call("", { userIdentity: role })]);
    expect(ofRole.text).to.include("1. role deploy (session ci-42), of account 111122223333, with MFA");
    expect(ofRole.subject).to.match(/: role deploy$/);
  });

  it("has for each alarm a link to a query, of a length that browsers take", () => {
    for (const alarm of cisAlarms) {
      const link = /https:\S+logs-insights\S+/.exec(mail([], { alarm }).text)?.[0] ?? "";
      expect(link.length, alarm.id).to.be.within(300, 1_200);
      expect(link).to.include("source~(~'trail-1a2b3c4)");
    }
  });

  it("writes the query out where it can't be linked", () => {
    for (const place of [
      { logGroup: "trail", homeRegion: undefined },
      { logGroup: "x".repeat(512), homeRegion: "eu-central-1" },
    ]) {
      const { text } = mail([], { place });
      expect(text).to.include('| filter eventName in ["DeleteGroupPolicy",').and.to.not.include("logs-insights");
    }
  });

  it("holds no undefined, no JSON, no live link but its own, whatever callers write", () => {
    const identity = fc.record({
      type: fc.constantFrom("IAMUser", "AssumedRole", "FederatedUser", "X"),
      userName: hostileText,
      arn: hostileText,
      accountId: hostileText,
      accessKeyId: hostileText,
      invokedBy: hostileText,
    });
    const hostile = fc.record({
      userIdentity: identity,
      sourceIPAddress: hostileText,
      eventName: hostileText,
      eventSource: hostileText,
      recipientAccountId: hostileText,
      awsRegion: hostileText,
      eventTime: hostileText,
    });
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (changes) => {
        const { subject, text } = mail(changes.map((change) => call("x", change)));
        expect(subject).to.match(/^CIS 5\.4 [\x20-\x7e]{1,91}$/);
        expect(text.replaceAll("\n", "")).to.not.match(/[\p{Cc}\p{Cf}]/u);
        expect(text).to.not.match(/\bundefined\b|\bnull\b|\[object/);
        const hosts = [...text.matchAll(/:\/\/([^/\s]+)/g)].map(([, host]) => host);
        for (const host of hosts)
          expect(host).to.match(/^(?:eu-(?:central|west)-1\.console\.aws\.amazon\.com|attack\.mitre\.org)$/);
        const linesOfActors = text.split("\n").filter((line) => /^(?:\d\. | {3})/.test(line));
        expect(linesOfActors.length).to.be.above(4);
        expect(text.split("\n").length, "nobody adds a line").to.be.at.most(20 + 3 * 9);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the mail about an alarm that is in no table", () => {
  it("says what CloudWatch says, inert", () => {
    const message = alarmMessage({ AlarmName: "own\nalarm", AlarmDescription: "see https://evil.example" });
    const notification = alarmNotificationOf(message);
    if (notification === undefined) throw new Error("no notification");
    const { subject, text } = otherAlarmMail(notification);
    expect(subject).to.equal("ALARM: ownalarm");
    expect(text).to.equal(
      "The alarm own↵alarm of account 111122223333 is in the state ALARM since 2026-03-17 10:07:00 UTC.\n\nsee https[:]//evil[.]example",
    );
  });
});
