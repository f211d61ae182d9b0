import { expect } from "chai";
import * as fc from "fast-check";

import type { Budget, Reservation } from "../../../core/actions/caps";
import { roomFor, withoutExpired } from "../../../core/actions/caps";

const hourMs = 3_600_000;
const limits = { perAccountPerHour: 3, perHour: 5 };

interface Attempt {
  readonly afterMs: number;
  readonly account: string;
  readonly budget: Budget;
  readonly id: number;
}

const attempts = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(600_000), fc.constantFrom(0, hourMs - 1, hourMs, 1)),
    account: fc.constantFrom("111122223333", "444455556666", "777788889999"),
    budget: fc.constantFrom<Budget>("ordinary", "announced"),
    id: fc.nat(200),
  }),
  { maxLength: 60 },
);

/** Plays the attempts in time, taking room wherever there is some. */
function play(all: readonly Attempt[]): Reservation[] {
  const taken: Reservation[] = [];
  let atMs = 1_000_000;
  for (const { afterMs, id, ...rest } of all) {
    atMs += afterMs;
    const wanted = { ...rest, id: `wa-${id}`, atMs };
    const isKnown = withoutExpired(taken, atMs).some((one) => one.id === wanted.id && one.budget === wanted.budget);
    if (roomFor(taken, wanted, limits) === "room" && !isKnown) taken.push(wanted);
  }
  return taken;
}

function within(reservations: readonly Reservation[], endMs: number): Reservation[] {
  return reservations.filter(({ atMs }) => atMs <= endMs && endMs - atMs < hourMs);
}

describe("caps of changes in an hour", () => {
  it("are kept over every rolling hour, in all and for each account, in each budget", () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const taken = play(all);
        for (const { atMs } of taken) {
          for (const budget of ["ordinary", "announced"]) {
            const hour = within(taken, atMs).filter((one) => one.budget === budget);
            expect(hour.length).to.be.at.most(limits.perHour);
            for (const { account } of hour) {
              const ofAccount = hour.filter((one) => one.account === account);
              expect(ofAccount.length).to.be.at.most(limits.perAccountPerHour);
            }
          }
        }
      }),
    );
  });

  it("leave announced leaks their own room whatever the ordinary ones have taken, and the other way round", () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const alone = play(all.filter(({ budget }) => budget === "announced").slice(0, 1));
        const noise = play(all.map((attempt) => ({ ...attempt, budget: "ordinary" })));
        for (const wanted of alone) expect(roomFor(noise, wanted, limits)).to.equal("room");
      }),
    );
    const twenty = Array.from({ length: 20 }, (_, index) => reservation(`wa-${index}`, 0, "ordinary"));
    expect(roomFor(twenty, reservation("wa-new", 1, "ordinary"), limits)).to.equal("cap-of-account");
    expect(roomFor(twenty, reservation("wa-leak", 1, "announced"), limits)).to.equal("room");
  });

  it("count the same record once: a retry has its room already, even where the cap is reached since", () => {
    const full = Array.from({ length: 3 }, (_, index) => reservation(`wa-${index}`, 0, "ordinary"));
    expect(roomFor(full, reservation("wa-1", 60_000, "ordinary"), limits)).to.equal("room");
    expect(roomFor(full, reservation("wa-9", 60_000, "ordinary"), limits)).to.equal("cap-of-account");
  });

  it("name the account's cap before the cap of all", () => {
    const spread = ["a", "b", "c", "d", "e"].map((account, index) => ({
      ...reservation(`wa-${index}`, 0, "ordinary"),
      account,
    }));
    expect(roomFor(spread, { ...reservation("wa-9", 1, "ordinary"), account: "f" }, limits)).to.equal("cap-of-all");
    expect(
      roomFor(spread, { ...reservation("wa-9", 1, "ordinary"), account: "a" }, { ...limits, perAccountPerHour: 1 }),
    ).to.equal("cap-of-account");
  });

  it("have room again an hour after, not a millisecond before", () => {
    const full = Array.from({ length: 3 }, (_, index) => reservation(`wa-${index}`, 0, "ordinary"));
    expect(roomFor(full, reservation("wa-9", hourMs - 1, "ordinary"), limits)).to.equal("cap-of-account");
    expect(roomFor(full, reservation("wa-9", hourMs, "ordinary"), limits)).to.equal("room");
  });

  it("of none at all never have room", () => {
    expect(roomFor([], reservation("wa-1", 0, "announced"), { perAccountPerHour: 0, perHour: 20 })).to.equal(
      "cap-of-account",
    );
    expect(roomFor([], reservation("wa-1", 0, "ordinary"), { perAccountPerHour: 5, perHour: 0 })).to.equal(
      "cap-of-all",
    );
  });
});

function reservation(id: string, atMs: number, budget: Budget): Reservation {
  return { id, atMs, account: "111122223333", budget };
}
