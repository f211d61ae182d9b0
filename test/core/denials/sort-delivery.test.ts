import { expect } from "chai";
import * as fc from "fast-check";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Mute } from "../../../core/denials/mute";
import type { SortedDelivery } from "../../../core/denials/sort-delivery";
import { sortDelivery } from "../../../core/denials/sort-delivery";
import { deniedRecord, roleIdentity, rootIdentity } from "../sample-record";

const ownRole = "arn:aws:iam::111122223333:role/post-denials-1234567";
const ownIdentity = roleIdentity("post-denials-1234567", "session");
const scanner: Mute = { name: "scanner", principal: "scanner", owner: "security", reason: "looks at everything" };
const expired: Mute = { ...scanner, name: "old", principal: "old-*", expires: "2025-01-01" };
const rules = { mutes: [scanner, expired], ownRoleArns: [ownRole], ownResourceNames: ["denials-7654321"] };
const nowMs = Date.parse("2025-03-04T06:00:00Z");

const by = (userName: string) => ({ userIdentity: { type: "IAMUser", userName } });

function sorted(...records: readonly (CloudTrailRecord | string)[]): SortedDelivery {
  const logEvents = records.map((record, position) => ({
    id: `log-${position}`,
    timestamp: nowMs,
    message: typeof record === "string" ? record : JSON.stringify(record),
  }));
  return sortDelivery(logEvents, rules, nowMs);
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
    const logEvents = spoken.map((record) => ({ id: "a", timestamp: nowMs, message: JSON.stringify(record) }));
    expect(idsOf(sortDelivery(logEvents, all, nowMs))).to.deep.equal({
      denials: ["root", "tampering", "own-table"],
      own: [],
      unreadable: [],
      muted: ["muted"],
    });
  });
});
