import { expect } from "chai";
import * as fc from "fast-check";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { KeptTexts } from "../../../../local/play/inferred/kept-texts";

describe("texts kept in a file", () => {
  let folder: string;
  before(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-kept-texts-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  it("are read as they were added, in any order, between further ones", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constant("é".repeat(1_500_000)));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat()), { minLength: 1, maxLength: 12 }), (added) => {
        const texts = new KeptTexts(folder);
        added.forEach(([each, asked], position) => {
          texts.add(position, each);
          const wanted = asked % (position + 1);
          const kept = texts.all[wanted];
          expect(kept?.atMs).to.equal(wanted);
          if (kept !== undefined) expect(texts.read(kept) === added[wanted]?.[0]).to.equal(true);
        });
        texts.close();
      }),
      { numRuns: 30 },
    );
    expect(fs.readdirSync(folder)).to.deep.equal([]);
  });
});
