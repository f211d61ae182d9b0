import { expect } from "chai";
import * as fc from "fast-check";

import type { Denial } from "../../../core/denials/denial";
import type { Group } from "../../../core/denials/group";
import { absorbing, asTold, countedInPart, moreSevere, openGroup, withDenials } from "../../../core/denials/group";
import { denialFrom } from "../sample-record";

const someDenial: fc.Arbitrary<Denial> = fc
  .record({
    minute: fc.integer({ min: 0, max: 59 }),
    eventName: fc.constantFrom("DeleteTable", "GetItem", "PutItem"),
    recipientAccountId: fc.constantFrom("111122223333", "444455556666"),
    sourceIPAddress: fc.constantFrom("203.0.113.7", "198.51.100.1", ""),
    errorMessage: fc.constantFrom("refused", "with an explicit deny in a service control policy"),
  })
  .map(({ minute, ...changes }) =>
    denialFrom({ ...changes, eventTime: `2025-03-04T05:${String(minute).padStart(2, "0")}:00Z` }),
  );
const someDenials = fc.array(someDenial, { minLength: 1 });

const noted = (denials: readonly Denial[]) => denials.map((denial) => ({ denial }));

function groupOf(denials: readonly Denial[]): Group {
  const [first] = denials;
  if (first === undefined) throw new Error("no denial to open a group with");
  return withDenials(openGroup("cause", "key", first, 0, 900_000), noted(denials));
}

describe("a group of denials", () => {
  it("is empty when it opens, whatever it opens with", () => {
    const opened = openGroup("cause", "key", denialFrom(), 1_000, 900_000);
    expect(opened).to.include({
      count: 0,
      pendingCount: 0,
      told: false,
      closesAtMs: 901_000,
      key: "key",
      kind: "cause",
    });
  });

  it("takes many denials at once as it takes one after the other", () => {
    fc.assert(
      fc.property(someDenials, someDenials, (some, others) => {
        const oneByOne = others.reduce((group, denial) => withDenials(group, noted([denial])), groupOf(some));
        expect(withDenials(groupOf(some), noted(others))).to.deep.equal(oneByOne);
      }),
    );
  });

  it("counts each denial once, and spans the earliest to the latest in whatever order they come", () => {
    fc.assert(
      fc.property(someDenials, (denials) => {
        const times = denials.map(({ at }) => at).sort();
        expect(groupOf(denials)).to.include({
          count: denials.length,
          pendingCount: denials.length,
          firstAt: times[0],
          lastAt: times.at(-1),
        });
      }),
    );
  });

  it("shows the most severe of its denials, the first of equal ones", () => {
    const [low, high] = [denialFrom(), denialFrom({ eventSource: "iam.amazonaws.com", eventName: "CreateUser" })];
    const { sample, severity } = groupOf([low, high, { ...high, eventId: "later" }, low]);
    expect({ sample, level: severity.level }).to.deep.equal({ sample: high, level: "high" });
    expect(moreSevere(severity, { level: "high", reason: "another" })).to.equal(severity);
  });

  it("that absorbs another counts the same as one that had got all of it", () => {
    fc.assert(
      fc.property(someDenials, someDenials, (some, others) => {
        const both = absorbing(groupOf(some), groupOf(others));
        const { count, pendingCount, firstAt, lastAt, actions, addresses, accounts, sessions, severity } = groupOf([
          ...some,
          ...others,
        ]);
        expect(both).to.deep.include({ count, pendingCount, firstAt, lastAt, actions, addresses, accounts, sessions });
        expect(both.severity.level).to.equal(severity.level);
      }),
    );
  });

  it("has told what a message carried and no more: told and pending add up to what it counts", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(someDenial, fc.nat(5))), (steps) => {
        let group = openGroup("cause", "key", denialFrom(), 0, 900_000);
        let told = 0;
        for (const step of steps) {
          if (typeof step === "object") {
            group = { ...withDenials(group, noted([step])), dueAtMs: 1 };
            continue;
          }
          const carried = Math.min(step, group.pendingCount);
          group = asTold(group, { chunks: [], count: carried });
          told += carried;
        }
        expect(group.count).to.equal(told + group.pendingCount);
        expect(group.dueAtMs === undefined || group.pendingCount > 0).to.equal(true);
      }),
    );
  });

  it("no longer waits for lists of ids that a message carried, and keeps the place of its first message", () => {
    const waiting = { ...groupOf([denialFrom()]), pendingChunks: ["one", "other"], rollUp: true, failedAttempts: 2 };
    const message = { channel: "C1", ts: "1.2" };
    const told = asTold(waiting, { chunks: ["one"], count: 1, message });
    expect(told).to.deep.include({ pendingChunks: ["other"], told: true, failedAttempts: 0, message });
    expect(told.rollUp).to.equal(undefined);
    expect(asTold(told, { chunks: ["other"], count: 0 }).message).to.deep.equal(message);
  });

  it("says each note of an expired mute once, five at most", () => {
    const notes = ["a", "b", "a", "c", "d", "e", "f", "a"];
    const group = withDenials(
      groupOf([denialFrom()]),
      notes.map((note) => ({ denial: denialFrom(), note })),
    );
    expect(group.notes).to.deep.equal(["a", "b", "c", "d", "e"]);
    expect(absorbing(group, { ...group, notes: ["a", "z"] }).notes).to.deep.equal(["a", "b", "c", "d", "e"]);
  });

  it("says of which names it may not have counted all", () => {
    const from = (count: number) =>
      groupOf(
        Array.from({ length: count }, (_, position) =>
          denialFrom({ sourceIPAddress: `203.0.${position >> 8}.${position % 256}` }),
        ),
      );
    expect(countedInPart(from(255))).to.deep.equal([]);
    expect(countedInPart(from(300))).to.deep.equal(["addresses"]);
  });

  it("fits into an item of DynamoDB, 400 KB, however long and strange the texts in it are", function () {
    this.timeout(20_000);
    for (const character of ["\u0000", "€"]) {
      const denials = Array.from({ length: 1_050 }, (_, position) => {
        const name = `${position}${character.repeat(210)}`;
        const recipientAccountId = name;
        const userIdentity = { type: "AssumedRole", arn: `arn:aws:sts::1:assumed-role/role/${name}` };
        return denialFrom({
          ...{ eventName: name, eventSource: name, sourceIPAddress: name, recipientAccountId, userIdentity },
          // Large records are rare, whoever writes them.
          ...(position < 3 ? { userAgent: character.repeat(100_000), awsRegion: character.repeat(50_000) } : {}),
        });
      });
      const group = groupOf(denials);
      expect(group.count).to.equal(1_050);
      expect(Buffer.byteLength(JSON.stringify(group)), JSON.stringify(character)).to.be.below(400_000);
    }
  });
});
