import { expect } from "chai";
import * as fc from "fast-check";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { denied, idsOf, minute, user } from "../../support/denied-calls";
import type { Container } from "./container";
import { container, silently } from "./container";

const scans = { name: "scanner", principal: "user0", event: "Action3", owner: "tests", reason: "scans" };

/** What one container does at one time. */
type Act = { readonly kind: "tick" } | { readonly kind: "delivery"; readonly denials: readonly Denied[] };

interface Denied {
  readonly who: number;
  readonly what: number;
  readonly account: number;
}

const denials = fc.array(
  fc.record({ who: fc.nat({ max: 3 }), what: fc.nat({ max: 3 }), account: fc.nat({ max: 5 }) }),
  { minLength: 1, maxLength: 5 },
);
const delivery = fc.record({ kind: fc.constant("delivery" as const), denials });
const act: fc.Arbitrary<Act> = fc.oneof({ weight: 3, arbitrary: delivery }, fc.constant({ kind: "tick" as const }));

/** What the containers do in one minute: the first of them whatever it is, the other a delivery, which may be the same one. */
interface Round {
  readonly swapped: boolean;
  readonly minutesLater: number;
  readonly acts: readonly (Act | "the same delivery")[];
}

const round: fc.Arbitrary<Round> = fc.record({
  swapped: fc.boolean(),
  minutesLater: fc.nat({ max: 8 }),
  acts: fc.oneof<fc.Arbitrary<Round["acts"]>[]>(
    fc.tuple(act),
    fc.tuple(act, delivery),
    delivery.map((one): Round["acts"] => [one, "the same delivery"]),
  ),
});

function recordsOf(some: readonly Denied[], atMs: number): CloudTrailRecord[] {
  return some.map(({ who, what, account }) => {
    const inAccount = `11112222333${account}`;
    return denied(atMs, {
      eventName: `Action${what}`,
      recipientAccountId: inAccount,
      userIdentity: user(`user${who}`, inAccount),
    });
  });
}

describe("post-denials, in two containers on one table", function () {
  this.timeout(60_000);
  const log = silently();

  function pair(): [Container, Container] {
    const items = new Map();
    return [container(items, [scans]), container(items, [scans])];
  }

  /** Until neither has anything due soon; the daily digest is for another day. */
  async function untilQuiet(containers: readonly Container[], fromMs: number): Promise<void> {
    let quiet = 0;
    for (let at = 0; quiet < 2; at += 1) {
      const nowMs = fromMs + at * 60_000;
      const { nothingDueBefore = "9999-12-31" } = (await containers[at % 2]?.tick(nowMs)) ?? {};
      quiet = Date.parse(nothingDueBefore) > nowMs + 2 * 3_600_000 ? quiet + 1 : 0;
    }
  }

  /** As Lambda does: what fails is tried again a minute later, and once more. */
  async function delivered(one: Container, records: readonly CloudTrailRecord[], atMs: number): Promise<boolean> {
    return one.deliver(records, atMs).then(
      () => true,
      () => false,
    );
  }

  /** Ids that both have told of at once, as both have found them waiting: only a lock that outlives a message would keep them from it. */
  function racedFor(toldBefore: number, waiting: readonly string[]): string[] {
    const told = log.told().slice(toldBefore);
    return told.filter((id, at) => waiting.includes(id) && told.indexOf(id) !== at);
  }

  function expectEachOnce(ids: readonly string[]): void {
    expect([...log.told()].sort()).to.deep.equal([...ids].sort());
  }

  it("loses nothing and tells nothing twice, however their calls fall between each other", async () => {
    const reached = { ticks: 0, posts: 0, ids: 0, raced: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), fc.scheduler(), async (rounds, scheduler) => {
        log.clear();
        const containers = pair();
        const ids: string[] = [];
        const raced: string[] = [];
        let nowMs = minute(0);
        for (const { acts, swapped, minutesLater } of rounds) {
          nowMs += minutesLater * 60_000;
          const atMs = nowMs;
          const inTurn = swapped ? [...containers].reverse() : containers;
          for (const { table } of containers) table.before = () => scheduler.schedule(Promise.resolve());
          const [toldBefore, waiting] = [log.told().length, log.gathered()];
          let earlier: readonly CloudTrailRecord[] = [];
          const again: (readonly CloudTrailRecord[])[] = [];
          const running = acts.map((one, position) => {
            const runner = inTurn[position] ?? containers[0];
            if (one !== "the same delivery" && one.kind === "tick") {
              reached.ticks += 1;
              return runner.tick(atMs);
            }
            const records = one === "the same delivery" ? earlier : recordsOf(one.denials, atMs);
            earlier = records;
            ids.push(...idsOf(records));
            return delivered(runner, records, atMs).then((isDone) => {
              if (!isDone) again.push(records);
            });
          });
          await scheduler.waitFor(Promise.all(running));
          for (const { table } of containers) table.before = () => {};
          raced.push(...racedFor(toldBefore, waiting));
          for (const records of again) {
            expect(await delivered(inTurn[1] ?? containers[1], records, atMs + 61_000), "the retry").to.equal(true);
          }
          if (again.length > 0) nowMs += 61_000;
        }
        await untilQuiet(containers, Math.ceil(nowMs / 60_000) * 60_000);
        reached.posts += containers[0].posts.length + containers[1].posts.length;
        reached.raced += raced.length;
        reached.ids += ids.length;
        expectEachOnce([...new Set(ids), ...raced]);
      }),
      // How often each thing is reached has to be the same in every run.
      { numRuns: 40, seed: 1 },
    );
    expect(reached.ticks).to.be.greaterThan(20);
    expect(reached.posts).to.be.greaterThan(60);
    expect(reached.raced / reached.ids).to.be.lessThan(0.02);
  });

  it("does not believe a ledger that the other has written before it tells of it", async () => {
    const [one, other] = pair();
    const [first, second, third] = [denied(minute(0)), denied(minute(1)), denied(minute(20))];
    await one.deliver([first], minute(0));
    await other.deliver([second], minute(1));
    await other.tick(minute(15));
    await other.deliver([third], minute(20));
    const fourth = denied(minute(21));
    await one.deliver([fourth], minute(21));
    expect(one.posts, "the window is open in the other's eyes").to.have.length(1);
    await one.tick(minute(35));
    expectEachOnce(idsOf([first, second, third, fourth]));
  });

  it("does not tell of what the other's tick has told of", async () => {
    const [one, other] = pair();
    const records = [denied(minute(0)), denied(minute(1))];
    await one.deliver(records.slice(0, 1), minute(0));
    await one.deliver(records.slice(1), minute(1));
    await other.tick(minute(15));
    // An index may lag behind its table.
    const query = one.table.query;
    one.table.query = async (asked) => {
      const read = await query(asked);
      const key = "PRINCIPAL#9282b2f6c6b7945e";
      return [...read, { key: { S: key }, dueAtMs: { N: String(minute(15)) } }];
    };
    await one.tick(minute(15));
    expect(one.posts.length + other.posts.length).to.equal(2);
    expectEachOnce(idsOf(records));
  });

  it("keeps to one budget", async () => {
    const containers = pair();
    const records = Array.from({ length: 50 }, (_, position) =>
      denied(minute(1), { userIdentity: user(`user${position + 10}`) }),
    );
    for (const [position, record] of records.entries()) await containers[position % 2]?.deliver([record], minute(1));
    expect(containers.map(({ posts }) => posts.length)).to.deep.equal([10, 10]);
    await untilQuiet(containers, minute(2));
    expectEachOnce(idsOf(records));
  });

  describe("where one of their calls fails", () => {
    const records = [0, 1, 2].map((who) => [{ who, what: 0, account: 0 }]);

    /** Plays a story whose nth call fails, with or without effect; says which ids were posted in the invocation that failed. */
    async function play(failing: number, when: "before" | "after"): Promise<{ failed: boolean; doubted: string[] }> {
      log.clear();
      const [one, other] = pair();
      const state = { calls: 0, failed: false };
      one.table[when] = () => {
        state.calls += 1;
        if (state.calls !== failing) return;
        state.failed = true;
        throw Object.assign(new Error("DynamoDB does not answer"), { name: "InternalServerError" });
      };
      const ids: string[] = [];
      const doubted: string[] = [];
      const attempt = async (work: () => Promise<unknown>, retry: () => Promise<unknown>) => {
        const [told, hadFailed] = [log.told().length, state.failed];
        const isDone = await work().then(
          () => true,
          () => false,
        );
        if (state.failed && !hadFailed) doubted.push(...log.told().slice(told));
        if (!isDone) await retry();
      };
      for (const [position, some] of [...records, ...records, records.flat()].entries()) {
        const atMs = minute(position * 4);
        const delivery = recordsOf(some, atMs);
        ids.push(...idsOf(delivery));
        await attempt(
          () => one.deliver(delivery, atMs),
          () => other.deliver(delivery, atMs + 61_000),
        );
        await attempt(
          () => one.tick(atMs + 120_000),
          () => one.tick(atMs + 180_000),
        );
      }
      one.table[when] = () => {};
      await untilQuiet([other, one], minute(40));
      const told = log.told();
      expect([...new Set(told)].sort(), `lost by failure ${failing} ${when}`).to.deep.equal([...ids].sort());
      const twice = told.filter((id, at) => told.indexOf(id) !== at);
      expect(
        twice.filter((id) => when === "after" || !doubted.includes(id)),
        `twice by ${failing} ${when}`,
      ).to.deep.equal([]);
      return { failed: state.failed, doubted };
    }

    for (const when of ["before", "after"] as const) {
      it(`loses nothing where it fails ${when} it has had an effect`, async () => {
        const failures: number[] = [];
        for (let failing = 1; (await play(failing, when)).failed; failing += 1) failures.push(failing);
        expect(failures.length, "calls of the story").to.be.within(25, 100);
      });
    }
  });
});
