import { expect } from "chai";

import type { Item } from "../../../clients/denials/table";
import type { Items } from "../../support/denials-in-memory";
import { denied, idsOf, many, minute } from "../../support/denied-calls";
import { container, silently } from "./container";

const deliveries = 2_500;

/** Bytes of the largest item as DynamoDB counts them, which takes at most 400 KB of one. */
function largestItem(items: Items): number {
  const sizeOf = (item: Item) =>
    Object.values(item).reduce((sum, { S = "", B }) => sum + Buffer.byteLength(S) + (B?.byteLength ?? 0), 0);
  return Math.max(...[...items.values()].map(sizeOf));
}

describe("post-denials, one denial at a time in thousands of deliveries of one window", function () {
  this.timeout(60_000);
  const log = silently();

  for (const [whose, containers] of [
    ["one container", 1],
    ["two containers by turns", 2],
  ] as const) {
    it(`keeps every item small, and brings each id in one message alone, with ${whose}`, async () => {
      const items: Items = new Map();
      const working = Array.from({ length: containers }, () => container(items));
      const records = many(deliveries, (position) => denied(minute((position * 14) / deliveries)));
      let largest = 0;
      for (const [position, record] of records.entries()) {
        // The other one reads a thousand lists each time: a few turns are enough.
        const one = working[position % 500 === 499 ? containers - 1 : 0];
        await one?.deliver([record], minute((position * 14) / deliveries), `stream-${position}`);
        if (position % 100 === 0) largest = Math.max(largest, largestItem(items));
      }
      await working[0]?.tick(minute(16));

      const ids = idsOf(records);
      expect(largest).to.be.within(10_000, 80_000);
      expect(working.flatMap(({ posts }) => posts)).to.have.lengthOf(2);
      expect([...log.told()].sort()).to.deep.equal([...ids].sort());
      expect([...log.gathered()].sort()).to.deep.equal(ids.slice(1).sort());
    });
  }
});
