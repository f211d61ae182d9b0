import { expect } from "chai";
import * as fc from "fast-check";

import type { ActionRecord } from "../../../core/actions/record";
import { awsError, idOf, minuteMs, NOW, request, stage } from "./stage";
import type { Stage, StageOptions } from "./stage";

const keys = ["AKIAEXAMPLEEXAMPLE41", "AKIAEXAMPLEEXAMPLE42", "AKIAEXAMPLEEXAMPLE43"];
const tablePrefixes = [undefined, undefined, "", "RECORD", "SUBJECT", "CAPS", "PAUSE"];
const troubles = [undefined, undefined, "ThrottlingException", "AccessDenied", "lost"];

/** One delivery, and what goes wrong while it is handled. */
const delivery = fc.record({
  key: fc.constantFrom(...keys),
  event: fc.nat(3),
  read: fc.constantFrom(...tablePrefixes),
  write: fc.constantFrom(...tablePrefixes),
  look: fc.constantFrom(...troubles.slice(0, 4)),
  change: fc.constantFrom(...troubles),
  slackIsDown: fc.boolean(),
  afterMinutes: fc.constantFrom(0, 1, 2, 10),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer Value> ? Value : never;

function trouble(kind: string | undefined) {
  if (kind === undefined) return undefined;
  return kind === "lost" ? ({ error: awsError("TimeoutError"), lost: true } as const) : { error: awsError(kind) };
}

function breakIt(play: Stage, { read, write, look, change, slackIsDown }: Partial<Delivery>): void {
  play.table.fail("read", read);
  play.table.fail("write", write);
  play.world.troubleOfLook = trouble(look);
  play.world.troubleOfChange = trouble(change);
  play.slackIsDown = slackIsDown ?? false;
}

/** Plays all deliveries with what goes wrong; returns those that are to come again, and the time at the end. */
async function playAll(play: Stage, deliveries: readonly Delivery[]) {
  for (const key of keys) play.world.status[key] = "Active";
  const again = new Map<string, ReturnType<typeof request>>();
  let nowMs = NOW;
  for (const one of deliveries) {
    nowMs += one.afterMinutes * minuteMs;
    const event = request({ key: one.key, eventId: `${one.key}-${one.event}`, seenAtMs: nowMs });
    breakIt(play, one);
    const threw = await play.respond(event, nowMs).then(
      () => false,
      () => true,
    );
    if (threw) again.set(event.eventId, event);
    else again.delete(event.eventId);
  }
  breakIt(play, {});
  return { again: [...again.values()], nowMs };
}

function records(play: Stage): ActionRecord[] {
  return play.table
    .names()
    .filter((name) => name.startsWith("RECORD#"))
    .map((name) => play.table.value(name.slice(0, name.indexOf("/")), "STATE") as ActionRecord);
}

function inactive(play: Stage): string[] {
  return keys.filter((key) => play.world.status[key] === "Inactive");
}

const manyDeliveries = fc.array(delivery, { minLength: 1, maxLength: 12 });

describe("a responder while any call may fail", () => {
  it("changes nothing that is not recorded with the state before", async () => {
    await fc.assert(
      fc.asyncProperty(manyDeliveries, async (deliveries) => {
        const play = stage();
        await playAll(play, deliveries);
        for (const key of inactive(play)) {
          const begun = records(play).filter(({ subject, before }) => subject.id === key && before !== undefined);
          expect(begun.length, key).to.be.at.least(1);
          expect(begun.some(({ before }) => (before as { status: string }).status === "Active")).to.equal(true);
        }
      }),
    );
  });

  it("comes to a record that is right and told, once all works again and what failed is delivered again", async () => {
    await fc.assert(
      fc.asyncProperty(manyDeliveries, async (deliveries) => {
        const play = stage();
        const { again, nowMs } = await playAll(play, deliveries);
        const laterMs = nowMs + minuteMs;
        for (const event of again) await play.respond({ ...event, seenAtMs: laterMs }, laterMs);
        for (const event of again) {
          const record = play.record(event);
          const newest = play.table.value(`SUBJECT#disable-key#${event.key}`, "STATE");
          if (record === undefined) expect(newest).to.have.property("newest");
          else expect(record, idOf(event)).to.include({ told: true });
          expect(record?.state).to.not.equal("begun");
        }
      }),
    );
  });

  it("never goes beyond the caps", async () => {
    const limits = { maxEventAgeMs: 30 * minuteMs, perAccountPerHour: 1, perHour: 1 };
    await fc.assert(
      fc.asyncProperty(manyDeliveries, async (deliveries) => {
        const play = stage({ limits });
        const quick = deliveries.map((one) => ({ ...one, afterMinutes: one.afterMinutes > 0 ? 1 : 0 }) as const);
        await playAll(play, quick);
        expect(inactive(play).length).to.be.at.most(1);
      }),
    );
  });

  const still: readonly [name: string, options: StageOptions][] = [
    ["that only tells", { mode: "notify" }],
    ["that asks", { mode: "approve" }],
  ];
  for (const [name, options] of still) {
    it(`changes nothing at all in a stack ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(manyDeliveries, async (deliveries) => {
          const play = stage(options);
          await playAll(play, deliveries);
          expect(play.world.changes).to.equal(0);
        }),
        { numRuns: 50 },
      );
    });
  }

  it("changes nothing at all while it is paused", async () => {
    await fc.assert(
      fc.asyncProperty(manyDeliveries, async (deliveries) => {
        const play = stage();
        await play.parts.store.pause({ scope: { kind: "all" }, by: "arn:aws:iam::111122223333:user/alice", atMs: NOW });
        await playAll(play, deliveries);
        expect(play.world.changes).to.equal(0);
      }),
      { numRuns: 50 },
    );
  });

  it("says of every delivery what was decided, or has it come again", async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async (one) => {
        const play = stage();
        const { again } = await playAll(play, [one]);
        if (again.length === 0) {
          expect(play.decisions()).to.have.length(1);
          expect(play.posts.length + play.mails.length).to.be.at.least(1);
        }
      }),
    );
  });
});
