import { expect } from "chai";
import * as fc from "fast-check";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeptRecords } from "../../../local/input/kept-records";

describe("KeptRecords", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "warden-kept-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const additions = fc.array(
    fc.record({ atMs: fc.integer({ min: 0, max: 5 }), payload: fc.string({ unit: "grapheme", maxLength: 60 }) }),
    { maxLength: 60 },
  );

  for (const spillBytes of [1, 200, 1000, 1_000_000]) {
    it(`gives back what was added by time, equal times as added, holding ${spillBytes} bytes`, () => {
      fc.assert(
        fc.property(additions, (records) => {
          const kept = new KeptRecords({ folder, spillBytes });
          for (const { atMs, payload } of records) kept.add(atMs, payload);
          const expected = [...records].sort((left, right) => left.atMs - right.atMs);
          expect([...kept.inTimeOrder()]).to.deep.equal(expected);
          expect([...kept.inTimeOrder()]).to.deep.equal(expected);
          kept.close();
        }),
        { numRuns: 40 },
      );
    });
  }

  it("keeps a text larger than a block of the file", () => {
    const kept = new KeptRecords({ folder, spillBytes: 10 });
    const large = "ü".repeat(400_000);
    kept.add(2, large);
    kept.add(1, "first");
    kept.add(3, "last");
    expect([...kept.inTimeOrder()].map(({ payload }) => payload)).to.deep.equal(["first", large, "last"]);
    kept.close();
  });

  it("writes nothing while it fits, and leaves nothing behind", () => {
    const small = new KeptRecords({ folder, spillBytes: 1000 });
    small.add(1, "x");
    expect(readdirSync(folder)).to.deep.equal([]);
    small.close();

    const large = new KeptRecords({ folder: join(folder, "new"), spillBytes: 1 });
    large.add(1, "x");
    expect(existsSync(join(folder, "new"))).to.equal(true);
    expect(readdirSync(join(folder, "new"))).to.have.lengthOf(1);
    large.close();
    expect(readdirSync(join(folder, "new"))).to.deep.equal([]);
  });
});
