import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import * as zlib from "node:zlib";

import { writeTrail } from "../../../bench/generate";
import { reportPage } from "../../../cli/report/drawing/page";
import { Gathering } from "../../../cli/report/gathering/gathering";
import { reportDataOf } from "../../../cli/report/report-data-of";
import { profileSettings } from "../../../core/profiles/profile";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { storedBytesIn } from "../../../local/input/find-files";
import { project, runWarden } from "../run-warden";
import { configurationOf, itemOf, reportOf } from "./stage";

const textOf = (markup: string) =>
  markup.replaceAll(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>|<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

// Only what is still reachable says what a report keeps: what waits to be collected depends on the machine and on what ran before.
const collectGarbage = (() => {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
})();
const heapInUse = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

describe("a report on recorded and on much history", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-report-"));
  const file = (name: string) => path.join(folder, name);

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("invictus-ir: names who it was, what they did and what would have been done, on the first screen", async function () {
    this.timeout(240_000);
    const history = path.join(project, "../shared/data/invictus-ir");
    if (!fs.existsSync(history)) {
      if (this.test) this.test.title += ` (skipped: ${history} is not here)`;
      this.skip();
    }
    const run = await runWarden(["report", history, "-o", file("attack.html"), "--compare", "Pulumi.prod.yaml"]);
    expect([run.status, run.stdout], run.stderr).to.deep.equal([0, ""]);
    expect(run.stderr)
      .to.match(/^Alerts per day\n {2}\d+ Slack messages in \d+ days? of records/m)
      .and.to.match(/^Top causes of denied calls\n(?: {2}[\d,]+ × .+\n(?: {4}.+\n)*){5}/m)
      .and.to.match(/^Two configurations\n {2}Pulumi\.dev\.yaml beside Pulumi\.prod\.yaml:\n/m);
    const markup = fs.readFileSync(file("attack.html"), "utf8");
    const screen = textOf(markup.slice(0, markup.indexOf('<section id="figures"')));
    expect(screen).to.match(/Critical: look first at user bert-jan/);
    expect(screen).to.match(/13 changes to CloudTrail, 60 refused calls, 26 changes to IAM policies/);
    expect(screen)
      .to.match(/cloudtrail:DeleteTrail 3×/)
      .and.to.match(/role stratus-red-team-ec2-get-password-data/);
    expect(screen).to.match(/With enforce it would revoke the rule sgr-0a11552a7d225f5c7/);
    expect(screen).to.match(/disable the key AKIATFQR7NSC8Q4X20BJ : too few independent signals/);
    expect(screen).to.match(/a deleted trail is never rebuilt by a function/);
    expect(markup).to.include('id="comparison"');
  });

  it("the bundled day: the stolen key, and the same page byte for byte in another run", async function () {
    this.timeout(240_000);
    for (const name of ["one.html", "other.html"]) {
      const run = await runWarden(["replay", "--json", "--report", file(name)]);
      expect(run.status, run.stderr).to.equal(0);
    }
    const [one = "", other] = ["one.html", "other.html"].map((name) => fs.readFileSync(file(name), "utf8"));
    expect(textOf(one)).to.include("Critical: look first at user backup-legacy");
    expect(one === other, "byte for byte").to.equal(true);
  });

  it("24,000 records in files of CloudTrail's own form: the same page as in files that no thread of its own reads", async function () {
    this.timeout(240_000);
    const [own, other] = [file("own-form"), file("other-form")];
    for (const trail of [own, other]) fs.mkdirSync(trail);
    writeTrail({ folder: own, files: 24, recordsInFile: 1_000, shape: "even", seed: 5 });
    for (const name of fs.readdirSync(own)) {
      const log: unknown = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(own, name))).toString("utf8"));
      fs.writeFileSync(path.join(other, name), zlib.gzipSync(JSON.stringify(log, null, 1)));
    }
    const pages: string[] = [];
    const said: string[] = [];
    for (const trail of [own, other]) {
      // The page names what was played.
      fs.rmSync(file("trail"), { force: true });
      fs.symlinkSync(trail, file("trail"));
      const run = await runWarden(["report", file("trail"), "-o", file("page.html")]);
      expect([run.status, run.stdout], run.stderr).to.deep.equal([0, ""]);
      said.push(run.stderr);
      pages.push(fs.readFileSync(file("page.html"), "utf8"));
    }
    expect(storedBytesIn([own]), "enough for threads").to.be.above(2 * 1024 * 1024);
    expect(pages[0]).to.include("24,000");
    expect(pages[0] === pages[1], "byte for byte").to.equal(true);
    expect(said[0], "nothing but the first figures")
      .to.match(/^Alerts per day\n/)
      .and.to.equal(said[1]);
  });

  for (const shape of ["even", "hard"] as const) {
    it(`200,000 records, ${shape}: the page stays below 500 KB, and what is kept of them below 40 MB`, function () {
      this.timeout(240_000);
      const trail = file(shape);
      fs.mkdirSync(trail);
      writeTrail({ folder: trail, files: 200, recordsInFile: 1_000, shape, seed: 1 });
      const configuration = configurationOf();
      const { profiles, modes } = configuration;
      const gathering = new Gathering({ profiles: profileSettings(profiles), include: profiles.include });
      const heapBefore = heapInUse();
      let records = 0;
      let files = 0;
      let mostKept = 0;
      for (const name of fs.readdirSync(trail, { recursive: true }) as string[]) {
        if (!name.endsWith(".gz")) continue;
        files += 1;
        const text = zlib.gunzipSync(fs.readFileSync(path.join(trail, name))).toString("utf8");
        for (const record of (JSON.parse(text) as { readonly Records: readonly CloudTrailRecord[] }).Records) {
          gathering.take(itemOf(record, (records += 1)));
        }
        if (files % 20 === 0) mostKept = Math.max(mostKept, heapInUse() - heapBefore);
      }
      gathering.ended({ ...reportOf({}).summary, records });
      const run = { paths: [trail], stackFile: "s.yaml", modes, allAccounts: false, slack: true };
      const data = reportDataOf(gathering, run, configuration);
      gathering.close();
      expect(records).to.equal(200_000);
      expect(data.answer.suspects).to.have.lengthOf(8);
      expect(reportPage(data)).to.have.lengthOf.within(50_000, 500_000);
      expect(mostKept / 1e6).to.be.below(40);
    });
  }
});
