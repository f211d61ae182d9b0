import { expect } from "chai";

import { recentIds } from "../../core/recent-ids";

describe("the ids of what was dealt with last", () => {
  it("are so many at most, and the oldest go first", () => {
    const ids = recentIds(3);
    for (const id of ["a", "b", "c", "a", "d"]) ids.add(id);
    expect(["a", "b", "c", "d"].filter((id) => ids.has(id))).to.deep.equal(["a", "c", "d"]);
  });
});
