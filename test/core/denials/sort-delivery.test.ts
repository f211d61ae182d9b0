import { expect } from "chai";
import * as fc from "fast-check";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Mute } from "../../../core/denials/mute";
import type { SortedDelivery } from "../../../core/denials/sort-delivery";
import { sortDelivery } from "../../../core/denials/sort-delivery";
import { readLogEvents } from "../../support/read-log-events";
import { deniedRecord, roleIdentity, rootIdentity } from "../sample-record";

const ownRole = "arn:aws:iam::111122223333:role/post-denials-1234567";
const ownIdentity = roleIdentity("post-denials-1234567", "session");
const scanner: Mute = { name: "scanner", principal: "scanner", owner: "security", reason: "looks at everything" };
const expired: Mute = { ...scanner, name: "old", principal: "old-*", expires: "2025-01-01" };
const members = { role: "warden/warden-act", accounts: ["444455556666"] };
const rules = {
  mutes: [scanner, expired],
  ownRoles: { arns: new Set([ownRole, "arn:aws:iam::111122223333:role/warden/disable-key-7654321"]), members },
  ownResourceNames: ["denials-7654321"],
};
const nowMs = Date.parse("2025-03-04T06:00:00Z");

const by = (userName: string) => ({ userIdentity: { type: "IAMUser", userName } });

function sorted(...records: readonly (CloudTrailRecord | string)[]): SortedDelivery {
  return sortDelivery(readLogEvents(records, nowMs), rules, nowMs);
}

function idsOf({ denials, own, unreadable, mutedEventIds }: SortedDelivery): Record<string, readonly string[]> {
  const ids = (noted: SortedDelivery["denials"]) => noted.map(({ denial }) => denial.eventId);
  return {
    denials: ids(denials),
    own: ids(own),
    unreadable: ids(unreadable),
    muted: Object.values(mutedEventIds).flat(),
  };
}

describe("a delivery, sorted", () => {
  const makers: Readonly<Record<string, (eventID: string) => CloudTrailRecord | string>> = {
    denials: (eventID) => deniedRecord({ eventID }),
    own: (eventID) => deniedRecord({ eventID, userIdentity: ownIdentity }),
    muted: (eventID) => deniedRecord({ eventID, ...by("scanner") }),
    unreadable: () => "<!channel> {",
    nothing: (eventID) => deniedRecord({ eventID, errorCode: "ThrottlingException" }),
  };

  it("holds each denied event in one place alone, however often it comes and whatever lies around it", () => {
    const event = fc.tuple(fc.constantFrom(...Object.keys(makers)), fc.nat(6));
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const records = events.map(([kind, number]) => makers[kind]?.(`${kind}-${number}`) ?? "");
        const wanted: Record<string, string[]> = { denials: [], own: [], unreadable: [], muted: [] };
        for (const [position, [kind, number]] of events.entries()) {
          wanted[kind]?.push(kind === "unreadable" ? `log-${position}` : `${kind}-${number}`);
        }
        const each = Object.entries(wanted).map(([kind, ids]) => [kind, [...new Set(ids)]]);
        expect(idsOf(sorted(...records))).to.deep.equal(Object.fromEntries(each));
      }),
    );
  });

  it("never throws, and loses no log event that is no JSON, whatever the messages are", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (messages) => {
        const { unreadable } = sorted(...messages);
        const isRecord = (message: string) => {
          try {
            const value: unknown = JSON.parse(message);
            return typeof value === "object" && value !== null && !Array.isArray(value);
          } catch {
            return false;
          }
        };
        const wanted = messages.flatMap((message, position) => (isRecord(message) ? [] : [`log-${position}`]));
        expect(unreadable.map(({ denial }) => denial.eventId)).to.deep.equal(wanted);
      }),
    );
  });

  it("tells of a record that cannot be read without a word of it", () => {
    const [noted] = sorted("<!channel> secret {").unreadable;
    expect(JSON.stringify(noted)).to.not.match(/channel|secret/);
    expect(noted?.denial.message).to.match(/^A log event could not be read: /);
  });

  it("takes the log event's id for a record without eventID, and for one with what can be none", () => {
    const long = "x".repeat(200_000);
    expect(
      idsOf(
        sorted(deniedRecord({ eventID: undefined }), deniedRecord({ eventID: "" }), deniedRecord({ eventID: long })),
      ),
    ).to.deep.include({
      denials: ["log-0", "log-1", "log-2"],
    });
  });

  describe("by callers that may be Warden itself", () => {
    const inAccount = (account: string, identity: CloudTrailRecord): CloudTrailRecord =>
      JSON.parse(JSON.stringify(identity).replaceAll("111122223333", account)) as CloudTrailRecord;
    const placeOf = (userIdentity: CloudTrailRecord) => {
      const found = idsOf(sorted(deniedRecord({ eventID: "one", userIdentity })));
      return Object.keys(found).filter((place) => found[place]?.includes("one"));
    };
    const probe = deniedRecord({
      eventID: "one",
      eventSource: "iam.amazonaws.com",
      eventName: "GetRole",
      userIdentity: ownIdentity,
      errorMessage: `not authorized to perform: iam:GetRole on resource: role warden-probe-${"a".repeat(20)} because`,
    });

    for (const [who, identity] of Object.entries({
      "a function's role": ownIdentity,
      "another function's role, under a path": roleIdentity("disable-key-7654321", "disable-key-1", "/warden/"),
      "the role that changes in a member account": inAccount(
        "444455556666",
        roleIdentity("warden-act", "disable-key", "/warden/"),
      ),
      "the role that looks in a member account": inAccount(
        "444455556666",
        roleIdentity("warden-act-read", "check-members", "/warden/"),
      ),
    })) {
      it(`gathers what is refused to ${who}`, () => expect(placeOf(identity)).to.deep.equal(["own"]));
    }

    for (const [who, identity] of Object.entries({
      "a role of a function's name in another account": inAccount("444455556666", ownIdentity),
      "a role whose name begins like a function's": roleIdentity("post-denials-1234567-copy", "session"),
      "a role whose name a function's begins with": roleIdentity("post-denials-123456", "session"),
      "a role of a function's name under another path": roleIdentity("disable-key-7654321", "disable-key-1", "/other/"),
      "a role of a function's name without its path": roleIdentity("disable-key-7654321", "disable-key-1"),
      "a member's role in an account where no function acts": inAccount(
        "777788889999",
        roleIdentity("warden-act", "disable-key", "/warden/"),
      ),
      "a member's role under another path": inAccount("444455556666", roleIdentity("warden-act", "disable-key")),
      "a user of a function's role's name": {
        type: "IAMUser",
        userName: "post-denials-1234567",
        arn: "arn:aws:iam::111122223333:user/post-denials-1234567",
      },
      "another role whose session is named like a function": roleIdentity("deploy", "post-denials-1234567"),
    })) {
      it(`tells what is refused to ${who} like anybody's`, () => expect(placeOf(identity)).to.deep.equal(["denials"]));
    }

    it("follows the probe's own call to its end, and gathers it where nobody has sent that probe", () => {
      const logEvents = readLogEvents([probe], nowMs);
      const id = "a".repeat(20);
      const at = Date.parse(String(probe.eventTime));
      const probes = { [id]: { id, kind: "daily" as const, sentAtMs: at, roleArn: ownRole } };
      const followed = sortDelivery(logEvents, { ...rules, probes }, nowMs);
      expect(followed.probes.map(({ denial }) => denial.eventId)).to.deep.equal(["one"]);
      expect(idsOf(followed).own).to.deep.equal([]);
      expect(idsOf(sortDelivery(logEvents, rules, nowMs)).own).to.deep.equal(["one"]);
    });
  });

  it("notes with a denial that the mute which would have taken it has expired, and whose it is", () => {
    const { denials } = sorted(deniedRecord(by("old-scanner")), deniedRecord({ eventID: "other", ...by("alice") }));
    expect(denials.map(({ note }) => note)).to.deep.equal([
      "The mute `old` expired on 2025-01-01 (owner: security).",
      undefined,
    ]);
  });

  it("mutes neither root, nor tampering, nor a change to Warden's own resources", () => {
    const all = { ...rules, mutes: [{ ...scanner, principal: "*" }] };
    const spoken = [
      deniedRecord({ eventID: "root", userIdentity: rootIdentity }),
      deniedRecord({ eventID: "tampering", eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" }),
      deniedRecord({ eventID: "own-table", errorMessage: "no access to table/denials-7654321 because" }),
      deniedRecord({ eventID: "muted" }),
    ];
    expect(idsOf(sortDelivery(readLogEvents(spoken, nowMs), all, nowMs))).to.deep.equal({
      denials: ["root", "tampering", "own-table"],
      own: [],
      unreadable: [],
      muted: ["muted"],
    });
  });

  it("mutes no change of a part of Warden that the call's parameters or resources alone name, and others as before", () => {
    const all = { ...rules, mutes: [{ ...scanner, principal: "*" }] };
    const bare = (eventID: string, changes: CloudTrailRecord) =>
      deniedRecord({ eventID, errorMessage: "Access Denied", ...changes });
    const spoken = [
      bare("parameters", { requestParameters: { alarmNames: ["others", "denied-calls-1a2b3c4"] } }),
      bare("resources", { resources: [{ ARN: "arn:aws:s3:::trail-logs-1a2b3c4", type: "AWS::S3::Bucket" }] }),
      bare("read", { readOnly: true, requestParameters: { tableName: "denials-7654321" } }),
      bare("other", { requestParameters: { bucketName: "photos-1a2b3c4" }, resources: "none" }),
      bare("nothing", { requestParameters: null }),
    ];
    expect(idsOf(sortDelivery(readLogEvents(spoken, nowMs), all, nowMs))).to.deep.include({
      denials: ["parameters", "resources"],
      muted: ["read", "other", "nothing"],
    });
  });
});
