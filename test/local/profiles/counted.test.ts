import { expect } from "chai";
import fc from "fast-check";

import type { Counted } from "../../../local/profiles/counted";
import { countOnce, parseStoredCounted, storedCounted } from "../../../local/profiles/counted";

const minuteMs = 60_000;
const region = "eu-west-1";

function again(counted: Counted): Counted {
  const read = parseStoredCounted(JSON.parse(JSON.stringify(storedCounted(counted))));
  if (read === undefined) throw new Error("what was stored can't be read");
  return read;
}

describe("requests that are counted once", () => {
  it("are counted the first time, whatever comes in between, and not again", () => {
    const counted: Counted = new Map();
    expect(countOnce(counted, region, "a", 0)).to.equal("first");
    expect(countOnce(counted, region, "b", 30 * minuteMs)).to.equal("first");
    expect(countOnce(counted, region, "a", 0)).to.equal("again");
    expect(countOnce(again(counted), region, "b", 30 * minuteMs)).to.equal("again");
  });

  it("may come an hour late, and no later: then nobody knows any more", () => {
    const counted: Counted = new Map();
    countOnce(counted, region, "a", 120 * minuteMs);
    expect(countOnce(counted, region, "b", 60 * minuteMs)).to.equal("first");
    expect(countOnce(counted, region, "c", 60 * minuteMs - 1)).to.equal("too-old");
    expect(countOnce(counted, region, "c", 60 * minuteMs - 1)).to.equal("too-old");
  });

  it("are counted by region, whose files come by themselves", () => {
    const counted: Counted = new Map();
    countOnce(counted, "us-east-1", "a", 1_000 * minuteMs);
    expect(countOnce(counted, region, "b", 0)).to.equal("first");
  });

  it("take no more room with time, or with more regions than there are", () => {
    const counted: Counted = new Map();
    for (let minute = 0; minute < 10_000; minute += 1) countOnce(counted, region, `id-${minute}`, minute * minuteMs);
    expect(counted.get(region)?.ids.size).to.equal(61);
    for (let number = 0; number < 1_000; number += 1) countOnce(counted, `region-${number}`, `r-${number}`, number);
    expect(counted.size).to.be.at.most(101);
  });

  it("are none of them new in a second run, with its word kept in between, however they overlap", () => {
    const seconds = fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(seconds, (times) => {
        const sorted = [...times].sort((left, right) => left - right);
        const run = (counted: Counted) =>
          sorted.map((second, index) => countOnce(counted, region, `id-${index}`, second * 1_000));
        const counted: Counted = new Map();
        expect(new Set(run(counted))).to.deep.equal(new Set(["first"]));
        const second = again(counted);
        expect(run(second)).to.not.include("first");
        expect(storedCounted(second)).to.deep.equal(storedCounted(counted));
      }),
    );
  });

  const broken: readonly unknown[] = [
    null,
    {},
    [["eu-west-1", 1]],
    [["eu-west-1", "1", []]],
    [["eu-west-1", 1, [["id"]]]],
    [["eu-west-1", 1, [[1, 1]]]],
    [
      ["eu-west-1", 1, []],
      ["eu-west-1", 1, []],
    ],
  ];
  for (const value of broken) {
    it(`are not read from ${JSON.stringify(value)}`, () => {
      expect(parseStoredCounted(value)).to.equal(undefined);
    });
  }
});
