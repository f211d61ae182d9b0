import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { partitionOfRegion } from "../../core/cloudtrail/partition";
import { bundledDay } from "../../local/bundled-day/bundled-day";
import * as company from "../../local/bundled-day/company";
import type { Replay } from "../cli/run-warden";
import { replay } from "../cli/run-warden";
import type { DeclareOutcome } from "./declare";
import { declare } from "./declare";

/** As much as a stack file may say about what has ARNs, hosts or regions. */
const configuration = {
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "warden/webhook" },
  "api-warden:emails": ["security@example.com"],
  "api-warden:modes": {
    "disable-key": "enforce",
    "revoke-sessions": "enforce",
    "revoke-ingress": "enforce",
    "restart-trail": "enforce",
    "block-public-access": "enforce",
  },
  "api-warden:guardDuty": { threatList: ["203.0.113.0/24"] },
  "api-warden:siem": { readers: ["111122223333"] },
};

/** The bundled day as it would be recorded in another partition: ARNs, regions and the console's address. */
function dayIn(region: string): string {
  const { name, consoleHost } = partitionOfRegion(region);
  const regionForm = /\b(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:central|north|south|east|west|northeast|southeast)-\d\b/g;
  return [...bundledDay()]
    .map(({ text }) => text.replaceAll("arn:aws:", `arn:${name}:`).replaceAll("console.aws.amazon.com", consoleHost))
    .map((text) => text.replaceAll(company.homeRegion, region).replace(regionForm, region))
    .join("\n");
}

/** ARNs and console addresses of any partition but this one. */
function strange(text: string, region: string): readonly string[] {
  const { name, consoleHost } = partitionOfRegion(region);
  const arns = [...text.matchAll(/arn:(aws[a-z-]*):[a-z0-9-]+:[^\s"\\]*/g)].filter(
    ([, partition]) => partition !== name,
  );
  const consoles = [...text.matchAll(/console\.[a-z0-9.-]*(?:aws|amazonaws)[a-z0-9.-]*/g)].filter(
    ([host]) => host !== consoleHost,
  );
  return [...arns, ...consoles].map(([found]) => found);
}

for (const region of ["cn-northwest-1", "us-gov-east-1"]) {
  const partition = partitionOfRegion(region);

  describe(`the program in ${partition.name}`, function () {
    this.timeout(300_000);
    let declared: DeclareOutcome;
    let played: Replay;
    let folder: string;

    before("declare it and play the bundled day of that partition", async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-partition-"));
      const files = { stack: path.join(folder, "Pulumi.test.yaml"), day: path.join(folder, "day.jsonl") };
      fs.writeFileSync(files.stack, JSON.stringify({ config: { "aws:region": region, ...configuration } }));
      fs.writeFileSync(files.day, dayIn(region));
      declared = await declare({ account: { accountId: "123456789012", region }, configuration });
      played = await replay(["--stack-file", files.stack, files.day]);
    });
    after(() => fs.rmSync(folder, { recursive: true, force: true }));

    it("declares ARNs and regions of that partition alone", () => {
      expect(declared.status, declared.said).to.equal(0);
      const inputs = JSON.stringify(declared.resources.map(({ type, name, inputs: given }) => ({ type, name, given })));
      expect(inputs).to.include(`arn:${partition.name}:iam::`);
      expect(strange(inputs, region)).to.deep.equal([]);
      expect(inputs).to.include(partition.globalRegion);
      expect(inputs).not.to.match(/"(?:us-east|us-west|eu-west)-\d"/);
      expect(inputs).to.include(`s3.${region}.${partition.dnsSuffix}`);
    });

    it("has no ARN of any partition in the functions' own text", () => {
      const texts = declared.resources.flatMap(({ archive }) => archive?.["__index.js"] ?? []);
      expect(texts).to.have.length.above(8);
      for (const text of texts) expect(text).not.to.match(/["'`]arn:aws[a-z-]*:[a-z0-9-]+:/);
    });

    it("says, asks and changes nothing outside that partition", () => {
      expect(played.effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
      expect(played.posts).to.have.length.above(5);
      const told = JSON.stringify(played.effects);
      expect(strange(told, region)).to.deep.equal([]);
      expect(told).to.include(`https://${region}.${partition.consoleHost}/`);
      const decisions = played.effects.filter(({ effect }) => effect === "decision");
      expect(decisions).to.have.length.above(0);
    });
  });
}
