import { expect } from "chai";
import * as fc from "fast-check";

import { warmItems } from "../../clients/warm-items";
import { countingTable } from "../support/counting-table";
import { memoryTable } from "../support/memory-table";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const times = { nowMs, expiresAtMs: nowMs + 1_000 };
const adding = (added: number) => (known: readonly number[] | undefined) => [...(known ?? []), added];

/** Containers that change one item of one table. */
function containers(count: number) {
  const { table, calls } = countingTable();
  const items = Array.from({ length: count }, () => warmItems(table));
  const add = async (container: number, number: number) =>
    items[container % count]?.change("KEY", "item", adding(number), times);
  return { table, calls, items, add };
}

describe("an item that a warm container changes", () => {
  it("is read before the first change, and then only written", async () => {
    const { calls, add } = containers(1);
    for (const number of [1, 2, 3]) await add(0, number);
    expect(calls).to.deep.equal(["read", "write", "write", "write"]);
    expect(await add(0, 4)).to.deep.equal([1, 2, 3, 4]);
  });

  it("is written at once where it is most likely not there, and read where it is", async () => {
    const { calls, items, add } = containers(2);
    await items[0]?.changeOrBegin("KEY", "item", adding(1), times);
    expect(calls).to.deep.equal(["write"]);
    expect(await items[1]?.changeOrBegin("KEY", "item", adding(2), times)).to.deep.equal([1, 2]);
    expect(calls.slice(1)).to.deep.equal(["write", "read", "write"]);
    expect(await add(0, 3)).to.deep.equal([1, 2, 3]);
  });

  it("costs no call where there is nothing to change", async () => {
    const { calls, items } = containers(1);
    const [own] = items;
    await own?.change("KEY", "item", adding(1), times);
    calls.length = 0;
    await own?.change<readonly number[]>("KEY", "item", (known = []) => known, times);
    await own?.changeOrBegin<readonly number[]>("KEY", "item", (known = []) => known, times);
    expect(calls).to.deep.equal([]);
  });

  it("loses nothing, whichever containers change it in turn", async () => {
    const turns = fc.array(fc.tuple(fc.nat(2), fc.integer()), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(turns, async (all) => {
        const { table, add } = containers(3);
        for (const [container, number] of all) await add(container, number);
        expect((await table.read("KEY", "item"))?.value).to.deep.equal(all.map(([, number]) => number));
      }),
    );
  });

  it("loses nothing where another container writes between the look and the write", async () => {
    const table = memoryTable();
    const [one, other] = [warmItems(table), warmItems(table)];
    await one.change("KEY", "item", adding(1), times);
    table.beforeWrite(async () => void (await other.change("KEY", "item", adding(2), times)));
    expect(await one.change("KEY", "item", adding(3), times)).to.deep.equal([1, 2, 3]);
  });

  it("is not remembered once it may have been deleted, and made anew", async () => {
    const { table, calls, items } = containers(1);
    const [own] = items;
    await own?.change("KEY", "item", adding(1), times);
    await table.remove("KEY", "item");
    await table.write("KEY", "item", [2], 0);
    calls.length = 0;
    const later = { nowMs: times.expiresAtMs, expiresAtMs: times.expiresAtMs + 1_000 };
    expect(await own?.change("KEY", "item", adding(3), later)).to.deep.equal([2, 3]);
    expect(calls).to.deep.equal(["read", "write"]);
  });

  it("is read again after a write that failed", async () => {
    const table = memoryTable();
    const own = warmItems(table);
    await own.change("KEY", "item", adding(1), times);
    table.fail("write", "KEY");
    const failure: unknown = await own.change("KEY", "item", adding(2), times).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    table.fail("write", undefined);
    expect(await own.change("KEY", "item", adding(3), times)).to.deep.equal([1, 3]);
  });

  it("throws where others write it without end", async () => {
    const table = memoryTable();
    const own = warmItems({ ...table, write: () => Promise.resolve(false) });
    const failure: unknown = await own.change("KEY", "item", adding(1), times).catch((error: unknown) => error);
    expect(String(failure)).to.contain("KEY was written by others 8 times");
  });
});

describe("several items that a warm container changes together", () => {
  const each = (names: readonly string[], number: number) =>
    names.map((key) => ({ key, item: "item", next: adding(number), times }));
  const two = ["ONE", "TWO"];

  it("are written in one call where they are most likely not there, and where it has written them itself", async () => {
    const { table, calls, items } = containers(1);
    expect(await items[0]?.changeEachOrBegin(each(two, 1))).to.deep.equal([[1], [1]]);
    expect(await items[0]?.changeEachOrBegin(each(two, 2))).to.deep.equal([
      [1, 2],
      [1, 2],
    ]);
    expect(calls).to.deep.equal(["writeAll", "writeAll"]);
    expect((await table.read("TWO", "item"))?.value).to.deep.equal([1, 2]);
  });

  it("are read in one call where others have written one of them", async () => {
    const { calls, items } = containers(2);
    await items[0]?.changeOrBegin("TWO", "item", adding(1), times);
    calls.length = 0;
    expect(await items[1]?.changeEachOrBegin(each(two, 2))).to.deep.equal([[2], [1, 2]]);
    expect(calls).to.deep.equal(["writeAll", "readEach", "writeAll"]);
  });

  it("are written one by one where others go on writing", async () => {
    const table = memoryTable();
    const own = warmItems({ ...table, writeAll: () => Promise.resolve(false) });
    expect(await own.changeEachOrBegin(each(two, 1))).to.deep.equal([[1], [1]]);
    expect(table.names()).to.deep.equal(["ONE/item", "TWO/item"]);
  });

  it("cost no call where there is nothing to change, and one where one of them is to be", async () => {
    const { calls, items } = containers(1);
    await items[0]?.changeEachOrBegin(each(two, 1));
    calls.length = 0;
    const same = two.map((key) => ({ key, item: "item", next: (known: readonly number[] = []) => known, times }));
    expect(await items[0]?.changeEachOrBegin(same)).to.deep.equal([[1], [1]]);
    expect(await items[0]?.changeEachOrBegin([])).to.deep.equal([]);
    expect(calls).to.deep.equal([]);
  });

  it("are a hundred to a call", async () => {
    const { calls, items } = containers(1);
    const names = Array.from({ length: 250 }, (_, position) => `KEY-${position}`);
    const values = await items[0]?.changeEachOrBegin(each(names, 1));
    expect(values).to.have.length(250);
    expect(calls).to.deep.equal(["writeAll", "writeAll", "writeAll"]);
  });

  it("lose nothing, whichever containers change which of them in turn", async () => {
    const turns = fc.array(
      fc.tuple(fc.nat(2), fc.uniqueArray(fc.constantFrom<string>("A", "B", "C", "D")), fc.integer()),
      {
        maxLength: 25,
      },
    );
    await fc.assert(
      fc.asyncProperty(turns, async (all) => {
        const { table, items } = containers(3);
        for (const [container, names, number] of all) await items[container]?.changeEachOrBegin(each(names, number));
        for (const name of ["A", "B", "C", "D"]) {
          const expected = all.filter(([, names]) => names.includes(name)).map(([, , number]) => number);
          expect((await table.read(name, "item"))?.value ?? []).to.deep.equal(expected);
        }
      }),
    );
  });
});
