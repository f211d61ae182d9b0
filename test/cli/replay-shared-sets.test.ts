import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import { classifyRecord } from "../../core/cloudtrail/error-code";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { expectAllAccounted } from "./expect-accounted";
import { project, replay } from "./run-warden";

const sets = [
  { name: "invictus-ir", denied: 60, mostPosts: 12 },
  { name: "stratus-red-team", denied: 51, mostPosts: 40 },
] as const;

describe("warden replay on recorded attacks", () => {
  for (const { name, denied, mostPosts } of sets) {
    const folder = path.join(project, "../shared/data", name);
    it(`${name}: ${denied} denied, each accounted for, at most ${mostPosts} posts`, async function () {
      this.timeout(60_000);
      if (!fs.existsSync(folder)) {
        if (this.test) this.test.title += ` (skipped: ${folder} is not here)`;
        this.skip();
      }
      const run = await replay([folder]);
      expect(run.summary.denied).to.equal(denied);
      const denials = recordsOf(folder).filter((record) => classifyRecord(record) !== "none");
      const ofDenials = new Set(denials.map(({ eventID }) => eventID));
      const about = run.posts.filter(({ eventIds }) => eventIds.some((id) => ofDenials.has(id)));
      expect(about).to.have.lengthOf.within(1, mostPosts);
      expect(run.summary.denials).to.equal(denials.length);
      expectAllAccounted(
        run,
        denials.map(({ eventID }) => String(eventID)),
      );
      expect([run.status, run.summary.unreadable], run.stderr).to.deep.equal([0, 0]);
    });
  }
});

function recordsOf(folder: string): CloudTrailRecord[] {
  const stored = fs.readFileSync(path.join(folder, "cloudtrail.jsonl.gz"));
  const lines = zlib.gunzipSync(stored).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as CloudTrailRecord);
}
