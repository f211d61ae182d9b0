import { expect } from "chai";

import { denialStoreIn } from "../../../clients/denial-store";
import type { Unit } from "../../../clients/denials/units";
import type { Item } from "../../../clients/denials/table";
import { firstFitting } from "../../../clients/denials/units";
import { denialsInMemory } from "../../support/denials-in-memory";

const nowMs = Date.parse("2026-10-01T12:00:00Z");

function unit(key: string, items = 1, bytes = 0): Unit {
  return { key, puts: Array.from({ length: items }, () => ({ Item: {} })), bytes };
}

describe("what is written together", () => {
  it("fits into one transaction, with room for claim, budget and a question", () => {
    const units = Array.from({ length: 80 }, (_, position) => unit(String(position), 2));
    expect(firstFitting(units)).to.equal(48);
    expect(firstFitting([unit("a", 1, 3_000_000), unit("b", 1, 900_000)])).to.equal(1);
    expect(firstFitting([unit("a", 1, 5_000_000)]), "one goes in any case").to.equal(1);
    expect(firstFitting([])).to.equal(0);
  });

  it("adds up what several add to one count, which takes one item of a transaction", async () => {
    const items = new Map<string, Item>();
    const store = denialStoreIn(denialsInMemory(items));
    const ledgers = await Promise.all(["A", "B"].map((key) => store.load(key, nowMs)));
    const units = ledgers.map((one) => store.ledgerUnit(one, one.ledger, [], nowMs));
    expect(
      (await store.commit(units.map((one, position) => store.countingMasked(one, position + 2, nowMs)))).size,
    ).to.equal(0);
    expect(await store.muted(nowMs)).to.deep.equal({ byRule: {}, masked: 5, sinceMs: nowMs });

    const counting = Array.from({ length: 80 }, (_, position) =>
      store.countingMasked(unit(String(position), 2), 1, nowMs),
    );
    expect(firstFitting(counting)).to.equal(47);
  });

  it("counts nothing where one condition does not hold, and doubts all that would have been counted where the count is busy", async () => {
    const table = denialsInMemory();
    const store = denialStoreIn(table);
    const loaded = await store.load("A", nowMs);
    const counting = () => store.countingMasked(store.ledgerUnit(loaded, loaded.ledger, [], nowMs), 1, nowMs);
    const other = denialStoreIn({ ...table, write: async () => new Set(["MUTED"]) });
    expect([...(await other.commit([counting()]))]).to.deep.equal(["A"]);
    expect((await store.commit([counting()])).size).to.equal(0);
    expect([...(await store.commit([counting()]))]).to.deep.equal(["A"]);
    expect((await store.muted(nowMs)).masked).to.equal(1);
  });

  it("is written whole, or not at all where one condition does not hold", async () => {
    const items = new Map();
    const [store, other] = [denialStoreIn(denialsInMemory(items)), denialStoreIn(denialsInMemory(items))];
    const [first, second] = [await store.load("A", nowMs), await store.load("B", nowMs)];
    const theirs = await other.load("B", nowMs);
    await other.commit([other.ledgerUnit(theirs, theirs.ledger, [], nowMs)]);
    const both = [first, second].map((one) => store.ledgerUnit(one, one.ledger, [], nowMs));
    expect([...(await store.commit([...both, store.finishUnit("delivery", nowMs, false)]))]).to.deep.equal(["B"]);
    expect([...items.keys()]).to.have.length(1);
    expect((await store.load("A", nowMs)).ledger.version, "still believed").to.equal(0);
    expect((await store.load("B", nowMs)).ledger.version, "read again").to.equal(1);
  });

  it("is believed once it is written, and doubted where the answer is lost", async () => {
    const table = denialsInMemory();
    const store = denialStoreIn(table);
    const loaded = await store.load("A", nowMs);
    table.after = () => {
      throw new Error("no answer");
    };
    const chunks = [{ name: "group#id", eventIds: ["id"] }];
    const lost = store.commit([store.ledgerUnit(loaded, loaded.ledger, chunks, nowMs)]);
    expect(await lost.catch((error: Error) => error.message)).to.equal("no answer");
    table.after = () => {};
    const again = await store.load("A", nowMs);
    expect([again.ledger.version, [...again.seenEventIds]]).to.deep.equal([1, ["id"]]);
    const calls = table.calls.length;
    await store.load("A", nowMs);
    expect(table.calls).to.have.length(calls);
  });

  it("knows which ledgers were read, written or checked in this invocation", async () => {
    const store = denialStoreIn(denialsInMemory());
    store.begin(nowMs);
    const { ledger } = await store.load("A", nowMs);
    expect(store.isCurrent("A")).to.equal(true);
    store.begin(nowMs + 1);
    expect(store.isCurrent("A")).to.equal(false);
    await store.commit([store.unchangedUnit(ledger)]);
    expect(store.isCurrent("A")).to.equal(true);
  });

  it("is read again where the clock has gone back", async () => {
    const table = denialsInMemory();
    const store = denialStoreIn(table);
    store.begin(nowMs);
    await store.load("A", nowMs);
    await store.budget();
    store.begin(nowMs - 1);
    await store.load("A", nowMs - 1);
    await store.budget();
    expect(table.calls.map(({ kind }) => kind)).to.deep.equal(["readAll", "read", "readAll", "read"]);
  });
});

describe("claims of deliveries", () => {
  const leaseMs = 60_000;
  const store = () => denialStoreIn(denialsInMemory());

  it("are new once, busy until the lease is over, and done for good", async () => {
    const one = store();
    expect(await one.claim("d", nowMs, leaseMs)).to.equal("new");
    expect(await one.claim("d", nowMs + leaseMs, leaseMs)).to.equal("busy");
    expect(await one.claim("d", nowMs + leaseMs + 1, leaseMs)).to.equal("new");
    await one.finish("d", nowMs);
    expect(await one.claim("d", nowMs + 10 * leaseMs, leaseMs)).to.equal("done");
  });

  it("conflict as part of a transaction with those of others", async () => {
    const one = store();
    await one.claim("d", nowMs, leaseMs);
    expect((await one.commit([one.finishUnit("d", nowMs, false)])).size).to.equal(1);
    expect(await one.whyTaken("d")).to.equal("busy");
    expect((await one.commit([one.finishUnit("d", nowMs, true)])).size).to.equal(0);
    expect(await one.whyTaken("d")).to.equal("done");
  });

  it("are new again once abandoned", async () => {
    const one = store();
    await one.claim("d", nowMs, leaseMs);
    await one.abandon("d");
    expect(await one.whyTaken("d"), "a moment ago it was somebody's").to.equal("busy");
    expect(await one.claim("d", nowMs, leaseMs)).to.equal("new");
  });
});
