import { expect } from "chai";

import { restartMemory } from "../../../clients/restart-memory";
import type { TrailAccess, TrailStatus } from "../../../clients/trails";
import { actionStore } from "../../../clients/action-store";
import type { ActionRecord } from "../../../core/actions/record";
import { recordId } from "../../../core/actions/record-id";
import type { WatchedTrail } from "../../../handlers/restart-trail/poll";
import { watchedTrails } from "../../../handlers/restart-trail/poll";
import { trailResponder } from "../../../handlers/restart-trail/trail-responder";
import { memoryTable } from "../../support/memory-table";

const account = "111122223333";
const arn = `arn:aws:cloudtrail:us-east-1:${account}:trail/audit`;
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const hourMs = 3_600_000;

/** CloudTrail with one trail in memory; undefined: it is gone. */
function knownTrail(first: Partial<TrailStatus> | undefined) {
  const known: { status: TrailStatus | undefined; calls: string[] } = {
    status: first && { isLogging: false, stoppedAtMs: undefined, deliveryError: undefined, ...first },
    calls: [],
  };
  const set = (isLogging: boolean) => {
    known.calls.push(isLogging ? "start" : "stop");
    if (known.status !== undefined) known.status = { ...known.status, isLogging };
    return Promise.resolve(known.status !== undefined);
  };
  const state = { arn, homeRegion: "us-east-1", logGroupArn: undefined };
  const trails: TrailAccess = {
    trail: () => Promise.resolve(known.status === undefined ? undefined : state),
    status: () => Promise.resolve(known.status),
    tagsOf: () => Promise.resolve({ keep: "yes" }),
    trailsInto: () => Promise.resolve([state]),
    start: () => set(true),
    stop: () => set(false),
  };
  return { known, trails };
}

function responderOf(trails: TrailAccess, table = memoryTable(), protectedTags: string[] = []) {
  return trailResponder({
    trails,
    memory: restartMemory(table),
    store: actionStore(table),
    protected: protectedTags.map((value) => ({ kind: "tag" as const, value })),
    reach: { ownAccount: account, accounts: undefined },
    ownRegion: "us-east-1",
  });
}

const watched = { trailArn: arn, logGroup: "trail" };

const stoppedTrails = async (...[which, trails]: [WatchedTrail, TrailAccess]) =>
  (await watchedTrails(which, trails)).stopped;

describe("the poll of trails", () => {
  it("finds a trail that is stopped, under the same occasion as long as it stays so", async () => {
    const { trails } = knownTrail({ stoppedAtMs: nowMs - 60_000 });
    const [first] = await stoppedTrails(watched, trails);
    const [again] = await stoppedTrails({ trailArn: undefined, logGroup: "trail" }, trails);
    expect(first).to.include({ trailArn: arn, change: "logging is off", seenAtMs: nowMs - 60_000 });
    expect(again?.occasion).to.equal(first?.occasion);
    const later = await stoppedTrails(watched, knownTrail({ stoppedAtMs: nowMs }).trails);
    expect(later[0]?.occasion).not.to.equal(first?.occasion);
  });

  it("finds one that is gone, and nothing where all is well", async () => {
    expect((await stoppedTrails(watched, knownTrail(undefined).trails))[0]).to.include({ change: "the trail is gone" });
    expect(await stoppedTrails(watched, knownTrail({ isLogging: true }).trails)).to.deep.equal([]);
  });
});

describe("looking at a stopped trail", () => {
  const look = async (
    stoppedAtMs: number | undefined,
    { restartedMs, tags = [] }: { restartedMs?: number; tags?: string[] } = {},
  ) => {
    const { trails } = knownTrail({ stoppedAtMs });
    const table = memoryTable();
    if (restartedMs !== undefined) await restartMemory(table).noteRestart(arn, restartedMs);
    const [request] = await stoppedTrails(watched, trails);
    if (request === undefined) throw new Error("the trail is not found");
    return responderOf(trails, table, tags).lookAt(request, nowMs);
  };

  it("finds nothing that speaks against restarting it", async () => {
    expect(await look(nowMs)).to.deep.include({ before: { trailArn: arn, isLogging: false } });
    expect(await look(nowMs, { restartedMs: nowMs - hourMs })).to.have.property("before");
  });

  it("leaves one that was stopped within the hour after Warden's own restart, however long ago that is", async () => {
    for (const agoMs of [0, hourMs - 1, 40 * hourMs]) {
      const facts = await look(nowMs - agoMs, { restartedMs: nowMs - agoMs - hourMs + 1 });
      expect(facts).to.include({ doubt: "returned-too-often" }).and.not.to.have.property("before");
    }
  });

  it("leaves one that a protected tag names", async () => {
    expect(await look(nowMs, { tags: ["keep"] })).to.include({ refusal: "protected" });
    expect(await look(nowMs, { tags: ["other"] })).not.to.have.property("refusal");
  });
});

describe("restarting a trail", () => {
  const request = { trailArn: arn, change: "StopLogging", occasion: "1", eventIds: ["1"], seenAtMs: nowMs };
  const whole = { ...request, isOwnDeployment: false };
  const facts = { subject: { kind: "trail", id: arn, account } as const, report: { seen: [], impact: [] } };
  const before = { trailArn: arn, isLogging: false } as const;

  it("is remembered before it is done, and not done where that fails", async () => {
    const { known, trails } = knownTrail({});
    const table = memoryTable();
    table.fail("write", "TRAIL#");
    const failed: unknown = await responderOf(trails, table)
      .perform(whole, { ...facts, before }, nowMs)
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(known.calls).to.deep.equal([]);
    table.fail("write", undefined);
    expect(await responderOf(trails, table).perform(whole, { ...facts, before }, nowMs)).to.deep.equal({
      outcome: "done",
      after: { isLogging: true },
    });
    expect(await restartMemory(table).lastRestartMs(arn)).to.equal(nowMs);
  });

  it("says so where the trail is gone meanwhile, or still does not log", async () => {
    const gone = knownTrail(undefined);
    expect(await responderOf(gone.trails).perform(whole, { ...facts, before }, nowMs)).to.deep.equal({
      outcome: "gone",
    });
    const { trails } = knownTrail({});
    trails.start = () => Promise.resolve(true);
    const performed = await responderOf(trails).perform(whole, { ...facts, before }, nowMs);
    expect(performed).to.include({ outcome: "not-read-back" });
  });

  it("is undone by the record, once, and then let be", async () => {
    const { known, trails } = knownTrail({ isLogging: true });
    const table = memoryTable();
    const responder = responderOf(trails, table);
    const id = recordId("restart-trail", { id: arn, account }, "1");
    const record = { id, state: "restored", changedAtMs: nowMs, before } as unknown as ActionRecord;
    expect(await responder.undo(record)).to.equal("restored");
    expect(await responder.undo(record)).to.equal("already-so");
    expect(known.calls).to.deep.equal(["stop"]);
    const store = actionStore(table);
    await store.saveRecord(record, 0);
    const newest = { recordId: id, verdict: "done", reason: "seen", toldAtMs: nowMs } as const;
    const subject = { kind: "trail", id: arn, account } as const;
    await store.saveSubject("restart-trail", subject, { newest, eventIds: [], changedAtMs: nowMs }, 0);
    expect(await responder.lookAt({ ...whole, seenAtMs: nowMs + 1_000 }, nowMs + 2_000)).to.include({
      nothingToDo: "already-handled",
    });
  });
});
