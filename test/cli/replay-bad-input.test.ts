import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { badInputs, folderOf, idOf } from "./bad-input";
import type { Replay } from "./run-warden";
import { replay } from "./run-warden";

describe("warden replay on bad input", function () {
  this.timeout(60_000);

  describe("all of it at once, and a file that is not there", () => {
    let folder: string;
    let run: Replay;
    let shown: string;

    before(async () => {
      folder = folderOf(badInputs);
      run = await replay([folder, path.join(folder, "missing.json")]);
      shown = JSON.stringify(run.slack.map(({ message }) => message));
    });

    after(() => fs.rmSync(folder, { recursive: true }));

    for (const { what, file, said, shown: texts = [] } of badInputs) {
      const named = said === undefined ? "is not named on standard error" : "is named on standard error";
      it(`${what} ${named}, and the rest of its file is played`, () => {
        const told = run.stderr.split("\n").filter((line) => line.includes(file));
        if (said === undefined) expect(told).to.deep.equal([]);
        else {
          expect(told).to.have.lengthOf(1);
          expect(told[0]).to.match(said);
        }
        for (const text of texts) expect(shown, text).to.include(text);
      });
    }

    it("a missing file is named", () => {
      expect(run.stderr).to.match(/missing\.json: no such file or folder/);
    });

    it("status is 1, and the summary counts what was not read and what was", () => {
      expect(run.status).to.equal(1);
      const unreadable = badInputs.reduce((sum, one) => sum + one.unreadable, 0);
      expect(run.summary.unreadable).to.equal(unreadable + 1);
      const played = badInputs.reduce((sum, one) => sum + one.played, 0);
      const told = run.slack.flatMap(({ eventIds }) => eventIds);
      expect(told).to.have.lengthOf(played);
      expect(new Set(told).size).to.equal(played);
      expect(told, "the record over the limit skips the log group").to.not.include(idOf(3));
    });

    it("a record without eventID is played under the id of its log event", () => {
      const told = run.slack.flatMap(({ eventIds }) => eventIds);
      expect(told.filter((id) => /^\d{56}$/.test(id))).to.have.lengthOf(1);
    });

    it("no message shows undefined or an object", () => {
      expect(run.slack).to.have.lengthOf.above(3);
      expect(shown).to.not.match(/undefined|\[object|NaN/);
    });
  });

  it("what only CloudTrail's own limits keep out does not change the status", async () => {
    const harmless = badInputs.filter(({ unreadable }) => unreadable === 0);
    expect(harmless.map(({ file }) => file)).to.include.members(["empty.json", "large.jsonl", "no-id.jsonl"]);
    const folder = folderOf(harmless);
    try {
      const run = await replay([folder]);
      expect(run.status, run.stderr).to.equal(0);
      expect(run.summary.unreadable).to.equal(0);
      expect(run.stderr).to.include("not delivered by CloudTrail");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
