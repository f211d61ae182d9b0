import { expect } from "chai";
import * as fc from "fast-check";

import { actionStore } from "../../../clients/action-store";
import type { KeyWatch } from "../../../clients/key-watch";
import { keyWatch } from "../../../clients/key-watch";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { originCheck } from "../../../core/keys/country-check";
import { sortCalls } from "../../../core/keys/sort-calls";
import { watchedCalls } from "../../../core/keys/watched-calls";
import type { SuspiciousKey } from "../../../core/suspicious-keys/message";
import { parseSuspiciousKey } from "../../../core/suspicious-keys/message";
import type { ReportMemories } from "../../../handlers/watch-keys/report-memories";
import { reportKeys } from "../../../handlers/watch-keys/report-keys";
import { deniedRecord } from "../../core/sample-record";
import { batchTopic } from "../../support/batch-topic";
import { countingTable } from "../../support/counting-table";
import { memoryTable } from "../../support/memory-table";
import { readLogEvents } from "../../support/read-log-events";

const startMs = Date.parse("2026-10-01T12:00:00Z");
const minuteMs = 60_000;
const home = "203.0.113.8";
const abroad = "203.0.113.7";
const check = originCheck(
  { allowedNetworks: [], allowedCountries: ["DE"], dataDate: "2026-09-26", maxAgeDays: 60 },
  (address) => (address === home ? "DE" : address.startsWith("3.5.140.") ? "SG" : "BR"),
);

let made = 0;
function call(atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return deniedRecord({
    eventID: `event-${(made += 1)}`,
    eventTime: new Date(atMs).toISOString(),
    sourceIPAddress: abroad,
    errorCode: undefined,
    errorMessage: undefined,
    ...changes,
  });
}
const refused = (atMs: number, changes: CloudTrailRecord = {}) =>
  call(atMs, { sourceIPAddress: home, errorCode: "AccessDenied", ...changes });

/** `watch-keys` without its envelope: a table, a topic, and containers that may be new. */
function watcher() {
  const memory = memoryTable();
  const { table, calls } = countingTable(memory);
  const published: SuspiciousKey[] = [];
  const state = { failures: 0 };
  const store = actionStore(table);
  const topic = batchTopic(async (text) => {
    if (state.failures > 0) {
      state.failures -= 1;
      throw new Error("SNS is down");
    }
    published.push(parseSuspiciousKey(text, undefined));
  });
  /** Remembers nothing yet. */
  function container() {
    const [watch, memories]: [KeyWatch, ReportMemories] = [keyWatch(table), new Map()];
    const expectedOf = () => Promise.resolve(new Map());
    const parts = { expectedOf, knownOf: watch.load, watch, store: actionStore(table), topic, memories, check };
    return async (records: readonly CloudTrailRecord[], atMs: number) => {
      const suspects = sortCalls(watchedCalls(readLogEvents(records, atMs)), check).map((suspect) => ({
        ...suspect,
        unusual: [],
      }));
      const [failure] = await reportKeys(suspects, parts, atMs);
      if (failure !== undefined) throw failure as Error;
    };
  }
  const fail = (keyPrefix: string | undefined) => memory.fail("write", keyPrefix);
  return { calls, store, published, state, fail, container, deliver: container() };
}

describe("the reports of watch-keys", () => {
  const { log } = console;
  beforeEach(() => void (console.log = () => {}));
  afterEach(() => void (console.log = log));

  it("tell of a call from abroad at once, with what people need to know of it", async () => {
    const { deliver, published, store } = watcher();
    const record = call(startMs);
    await deliver([record], startMs + minuteMs);
    expect(published).to.deep.equal([
      {
        accessKeyId: "AKIAEXAMPLEALICE0001",
        userName: "alice",
        account: "111122223333",
        principalType: "IAMUser",
        signals: [{ kind: "country", atMs: startMs, text: "used from BR, outside allowedCountries" }],
        country: "BR",
        address: abroad,
        awsOwned: false,
        eventIds: [record.eventID],
        seenAtMs: startMs,
        userAgent: "aws-cli/2.15.0",
        event: "dynamodb:DeleteTable",
        region: "eu-west-1",
      },
    ]);
    expect(await store.signals("AKIAEXAMPLEALICE0001")).to.deep.equal(published[0]?.signals);
  });

  it("are one an hour for the same, also from a new container", async () => {
    const { container, published } = watcher();
    let deliver = container();
    for (let minute = 0; minute < 60; minute += 1) {
      if (minute % 7 === 0) deliver = container();
      await deliver([call(startMs + minute * minuteMs)], startMs + minute * minuteMs);
    }
    expect(published).to.have.length(1);
    await deliver([call(startMs + 60 * minuteMs)], startMs + 60 * minuteMs);
    expect(published).to.have.length(2);
  });

  it("tell of another address", async () => {
    const { deliver, published } = watcher();
    await deliver([call(startMs)], startMs);
    await deliver([call(startMs, { sourceIPAddress: "203.0.113.77" })], startMs + minuteMs);
    expect(published.map(({ address }) => address)).to.deep.equal([abroad, "203.0.113.77"]);
  });

  it("say where one of the addresses is AWS's own", async () => {
    const { deliver, published } = watcher();
    await deliver([call(startMs, { sourceIPAddress: "3.5.140.2" })], startMs);
    expect(published[0]).to.include({ awsOwned: true, country: "SG" });
  });

  it("tell of five denied calls within an hour, over several deliveries and containers", async () => {
    const { deliver, container, published } = watcher();
    for (let minute = 0; minute < 4; minute += 1) {
      await container()([refused(startMs + minute * minuteMs)], startMs + minute * minuteMs);
    }
    expect(published).to.deep.equal([]);
    await deliver([refused(startMs + 5 * minuteMs)], startMs + 5 * minuteMs);
    expect(published).to.have.length(1);
    expect(published[0]?.signals).to.deep.equal([
      { kind: "denial-burst", atMs: startMs + 5 * minuteMs, text: "5 calls denied within an hour" },
    ]);
    await deliver([refused(startMs + 6 * minuteMs)], startMs + 6 * minuteMs);
    expect(published).to.have.length(1);
  });

  it("tell of five denied calls once, whichever containers see them, and of four never", async () => {
    const turns = fc.array(fc.nat(2), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, async (containers) => {
        const { container, published } = watcher();
        const all = [container(), container(), container()];
        for (const [index, which] of containers.entries())
          await all[which]?.([refused(startMs + index * minuteMs)], startMs + index * minuteMs);
        expect(published).to.have.length(containers.length >= 5 ? 1 : 0);
      }),
    );
  });

  it("say of five denied calls what is doubtful about where even one of them came from", async () => {
    const places = [
      { sourceIPAddress: "3.5.140.2" },
      { sourceIPAddress: "10.1.2.3" },
      { sourceIPAddress: "203.0.113.7", vpcEndpointId: "vpce-0a1b" },
    ];
    for (const [index, place] of places.entries()) {
      const { deliver, container, published, store } = watcher();
      // The doubtful call is one of an earlier delivery, seen by another container.
      await container()([refused(startMs, { ...place })], startMs);
      await deliver(
        Array.from({ length: 4 }, () => refused(startMs + minuteMs)),
        startMs + minuteMs,
      );
      const doubt = index === 0 ? "aws-owned-address" : "unknown-origin";
      const burst = (await store.signals("AKIAEXAMPLEALICE0001")).find(({ kind }) => kind === "denial-burst");
      expect(burst?.doubt).to.equal(doubt);
      const last = published.at(-1);
      expect([last?.awsOwned, last?.originUnknown]).to.deep.equal(index === 0 ? [true, undefined] : [false, true]);
    }
  });

  it("put what speaks against a key at the same time into one message", async () => {
    const { deliver, published } = watcher();
    const records = Array.from({ length: 6 }, () => refused(startMs, { sourceIPAddress: abroad }));
    await deliver(records, startMs);
    expect(published.map(({ signals }) => signals.map(({ kind }) => kind))).to.deep.equal([
      ["country", "denial-burst"],
    ]);
    expect(published[0]?.eventIds).to.deep.equal(records.map(({ eventID }) => eventID));
  });

  it("cost nothing where nothing is to be reported, nor again once it was", async () => {
    const { deliver, calls, published } = watcher();
    for (let hundred = 0; hundred < 5; hundred += 1) {
      const ordinary = Array.from({ length: 100 }, (_, index) => {
        const identity = deniedRecord().userIdentity as CloudTrailRecord;
        const accessKeyId = `AKIAEXAMPLE${String(hundred * 100 + index).padStart(9, "0")}`;
        return call(startMs, { sourceIPAddress: home, userIdentity: { ...identity, accessKeyId } });
      });
      await deliver(ordinary, startMs);
    }
    expect(calls).to.deep.equal([]);
    await deliver([call(startMs)], startMs);
    expect(calls).to.have.length.greaterThan(0);
    calls.length = 0;
    await deliver([call(startMs + minuteMs)], startMs + minuteMs);
    expect(calls).to.deep.equal([]);
    expect(published).to.have.length(1);
  });

  it("cost one write for a call that was denied, and nothing where it comes again", async () => {
    const { deliver, calls, published } = watcher();
    const records = [0, 1, 2].map((minute) => refused(startMs + minute * minuteMs));
    for (const record of records) await deliver([record], startMs + 3 * minuteMs);
    expect(calls).to.deep.equal(["write", "write", "write"]);
    for (const record of records) await deliver([record], startMs + 4 * minuteMs);
    expect(calls).to.have.length(3);
    expect(published).to.deep.equal([]);
  });

  const keyOf = (number: number) => `AKIAEXAMPLE${String(number).padStart(9, "0")}`;
  const ofKey = (number: number, make: typeof call = call) => {
    const identity = deniedRecord().userIdentity as CloudTrailRecord;
    return make(startMs, { sourceIPAddress: abroad, userIdentity: { ...identity, accessKeyId: keyOf(number) } });
  };
  const numbers = Array.from({ length: 60 }, (_, number) => number);

  it("cost a few calls for sixty keys of one delivery, and none for the same an hour long", async () => {
    const { container, calls, published, store } = watcher();
    const deliver = container();
    await deliver(
      numbers.map((number) => ofKey(number)),
      startMs,
    );
    expect(published.map(({ accessKeyId }) => accessKeyId)).to.deep.equal(numbers.map(keyOf));
    expect(calls).to.deep.equal(["readEach", "writeAll", "writeAll"]);
    expect(await store.signals(keyOf(59))).to.have.length(1);
    calls.length = 0;
    await deliver(
      numbers.map((number) => ofKey(number)),
      startMs + minuteMs,
    );
    await container()(
      numbers.map((number) => ofKey(number)),
      startMs + 2 * minuteMs,
    );
    expect(published).to.have.length(60);
    expect(calls).to.deep.equal(["readEach"]);
  });

  it("count the denied calls of sixty keys in one call", async () => {
    const { deliver, calls, published } = watcher();
    const records = numbers.flatMap((number) => Array.from({ length: number % 2 === 0 ? 5 : 4 }, () => number));
    await deliver(
      records.map((number) => ofKey(number, (atMs, changes) => refused(atMs, { ...changes, sourceIPAddress: home }))),
      startMs,
    );
    expect(published).to.have.length(30);
    expect(calls).to.deep.equal(["writeAll", "readEach", "writeAll", "writeAll"]);
  });

  it("wait for no other: one that the topic does not take is published on its own, and none comes twice", async () => {
    const { deliver, published, state } = watcher();
    state.failures = 1;
    await deliver(
      numbers.map((number) => ofKey(number)),
      startMs,
    );
    expect(published.map(({ accessKeyId }) => accessKeyId)).to.deep.equal([...numbers.slice(1), 0].map(keyOf));
    await deliver(
      numbers.map((number) => ofKey(number)),
      startMs + minuteMs,
    );
    expect(published).to.have.length(60);
  });

  it("wait for no other: a key whose signals can't be written down is not published, and the others are", async () => {
    const { container, published, fail } = watcher();
    fail(`SIGNALS#${keyOf(7)}`);
    const failure: unknown = await container()(
      numbers.map((number) => ofKey(number)),
      startMs,
    ).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(published.map(({ accessKeyId }) => accessKeyId)).to.deep.equal(
      numbers.filter((number) => number !== 7).map(keyOf),
    );
    fail(undefined);
    await container()(
      numbers.map((number) => ofKey(number)),
      startMs + minuteMs,
    );
    expect(published.map(({ accessKeyId }) => accessKeyId).sort()).to.deep.equal(numbers.map(keyOf));
  });

  it("come again where the topic did not take them", async () => {
    const { deliver, published, state } = watcher();
    state.failures = 1;
    const record = call(startMs);
    const failure: unknown = await deliver([record], startMs).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    await deliver([record], startMs + minuteMs);
    expect(published.map(({ eventIds }) => eventIds)).to.deep.equal([[record.eventID]]);
  });
});
