import { expect } from "chai";
import * as fc from "fast-check";

import { batchesOf } from "../../core/batches";

const length = (text: string) => text.length;

describe("what is sent at once", () => {
  it("is everything, in order, in runs that keep both limits", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), (texts) => {
        const batches = batchesOf(texts, length, { bytes: 60, entries: 4 });
        expect(batches.flat()).to.deep.equal(texts);
        for (const batch of batches) {
          expect(batch).to.have.length.within(1, 4);
          expect(batch.join("").length).to.be.at.most(60);
        }
      }),
    );
  });

  it("is as much as there is room for", () => {
    expect(batchesOf(["aa", "bb", "cc", "d"], length, { bytes: 4 })).to.deep.equal([
      ["aa", "bb"],
      ["cc", "d"],
    ]);
  });

  it("is one entry alone where that one is over the limit", () => {
    expect(batchesOf(["a", "bbbbb", "c"], length, { bytes: 4 })).to.deep.equal([["a"], ["bbbbb"], ["c"]]);
  });

  it("is nothing where there is nothing", () => {
    expect(batchesOf([], length, { bytes: 4 })).to.deep.equal([]);
  });
});
