import { expect } from "chai";
import * as fc from "fast-check";
import { OrderedRows, WHOLE_PARTITION } from "../../../../local/account/dynamodb/ordered-rows";

const row = (id: string) => ({ id, item: {}, bytes: 1 });
const sortOf = (count: number) => `S${String(count).padStart(6, "0")}`;
const place = (count: number) => ({ hash: "h", sort: sortOf(count) });

describe("rows in order", () => {
  it("read like a sorted list, whatever came and went, over any range, from any start, both ways", () => {
    const counts = fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 300, maxLength: 1200 });
    const edges = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 }), fc.boolean());
    fc.assert(
      fc.property(counts, edges, fc.integer({ min: 0, max: 2000 }), (inserted, [from, to, forward], start) => {
        const rows = new OrderedRows();
        inserted.forEach((count) => rows.insert(place(count), row(String(count))));
        inserted.filter((count) => count % 3 === 0).forEach((count) => rows.remove(place(count), String(count)));
        const range = { from: sortOf(from), to: sortOf(to) };
        const found = [...rows.partition("h", range, forward, { ...place(start), id: String(start) })];
        const expected = inserted
          .filter((count) => count % 3 !== 0 && count >= from && count < to)
          .filter((count) => (forward ? count > start : count < start))
          .sort((one, two) => (forward ? one - two : two - one));
        expect(found.map((each) => Number(each.id))).to.deep.equal(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("of equal sort texts go by id", () => {
    const rows = new OrderedRows();
    ["c", "a", "b"].forEach((id) => rows.insert(place(1), row(id)));
    expect([...rows.partition("h", WHOLE_PARTITION, true)].map(({ id }) => id)).to.deep.equal(["a", "b", "c"]);
    const start = { ...place(1), id: "b" };
    expect([...rows.partition("h", WHOLE_PARTITION, true, start)].map(({ id }) => id)).to.deep.equal(["c"]);
    expect([...rows.partition("h", WHOLE_PARTITION, false, start)].map(({ id }) => id)).to.deep.equal(["a"]);
  });
});
