import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import { project } from "../run-warden";
import { KeysStage } from "./keys-stage";

/** Records of an IAM user's `AKIA` key. */
const sets = [
  { name: "invictus-ir", requests: 2_182, keys: 3 },
  { name: "stratus-red-team", requests: 240, keys: 32 },
] as const;

type Written = Record<string, unknown> & { readonly userIdentity?: { readonly accessKeyId?: string } };

describe("warden keys on recorded attacks", () => {
  for (const { name, requests, keys } of sets) {
    const folder = path.join(project, "../shared/data", name);
    describe(name, function () {
      this.timeout(30_000);
      let stage: KeysStage;
      before(function () {
        if (!fs.existsSync(folder)) {
          if (this.test?.parent) this.test.parent.title += ` (skipped: ${folder} is not here)`;
          this.skip();
        }
        stage = new KeysStage();
      });
      after(() => stage?.remove());

      it(`learns from ${requests} requests of ${keys} keys, once`, async () => {
        const first = await stage.runOnStore(["update-profile", folder]);
        expect(first.stdout).to.contain(`${requests.toLocaleString("en")} requests counted, 0 counted before.`);
        const { stored } = stage;
        const second = await stage.runOnStore(["update-profile", folder]);
        expect(second.stdout).to.contain(`0 requests counted, ${requests.toLocaleString("en")} counted before.`);
        expect(stage.stored).to.equal(stored);
        const shown = await stage.runOnStore(["show-profile"]);
        expect(shown.stdout.trim().split("\n")).to.have.lengthOf(keys + 1);
      });

      it("scores each of them with --learn-for 0, and flags none", async () => {
        const scored = await stage.scores(["--learn-for", "0", folder]);
        expect(scored.status).to.equal(0);
        expect(scored.requests).to.have.lengthOf(requests);
        expect(new Set(scored.requests.map(({ state }) => state))).to.deep.equal(new Set(["active"]));
        expect(scored.requests.filter(({ suspicious }) => suspicious)).to.deep.equal([]);
      });

      it("flags exactly the requests whose address is foreign", async () => {
        const records = recordsIn(folder).map((record, index): Written => {
          const isForeign = record.userIdentity?.accessKeyId?.startsWith("AKIA") === true && index % 97 === 0;
          return isForeign ? { ...record, sourceIPAddress: "203.0.113.66" } : record;
        });
        const foreign = records.filter((record) => record["sourceIPAddress"] === "203.0.113.66");
        expect(foreign).to.have.length.greaterThan(1);
        const file = stage.write("foreign.jsonl", records.map((record) => JSON.stringify(record)).join("\n"));
        const scored = await stage.scores(["--learn-for", "0", file]);
        expect(scored.status).to.equal(3);
        const flagged = scored.requests.filter(({ suspicious }) => suspicious).map(({ eventId }) => eventId);
        expect(flagged).to.have.members(foreign.map((record) => record["eventID"]));
      });
    });
  }
});

function recordsIn(folder: string): Written[] {
  const stored = fs.readFileSync(path.join(folder, "cloudtrail.jsonl.gz"));
  const lines = zlib.gunzipSync(stored).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Written);
}
