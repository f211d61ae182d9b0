import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { Declared, DeclareOutcome } from "./declare";
import { declare, twoAtATime } from "./declare";
import { copyProgram } from "./program-copy";

const webhook = "https://hooks.slack.com/services/T00000001/B00000001/recognisable";
const configuration = {
  "api-warden:trail": { create: true },
  "api-warden:slackWebhook": webhook,
  "api-warden:emails": ["security@example.com"],
};
const account = { accountId: "123456789012", region: "eu-west-1" };
const other = { accountId: "210987654321", region: "ap-southeast-2" };

function archives({ resources }: DeclareOutcome): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries(resources.flatMap(({ name, archive }) => (archive === undefined ? [] : [[name, archive]])));
}

function functions({ resources }: DeclareOutcome): Declared[] {
  return resources.filter(({ archive }) => archive !== undefined);
}

describe("the text of the functions", () => {
  const runs: Record<string, DeclareOutcome> = {};
  let base: DeclareOutcome;
  let folder: string;

  before("run the program in different places", async function () {
    this.timeout(300_000);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-elsewhere-"));
    copyProgram(folder);
    const ways: Record<string, () => Promise<DeclareOutcome>> = {
      "the first run": () => declare({ account, configuration, asPulumiDoes: true }),
      "a second run, whose scopes are read once as in a local run": () => declare({ account, configuration }),
      "another account and region": () => declare({ account: other, configuration }),
      "a preview": () => declare({ account, configuration, preview: true }),
      "another folder": () => declare({ account, configuration }, folder),
    };
    await twoAtATime(
      Object.entries(ways).map(([name, run]) => async () => {
        runs[name] = await run();
      }),
    );
    for (const [name, { status, said }] of Object.entries(runs)) expect(status, `${name}: ${said}`).to.equal(0);
    base = runs["the first run"] as DeclareOutcome;
    expect(Object.keys(archives(base))).to.include("post-denials");
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  for (const name of [
    "a second run, whose scopes are read once as in a local run",
    "another account and region",
    "a preview",
    "another folder",
  ]) {
    it(`is the same in ${name}, byte for byte, and so are the paths of each archive`, () => {
      expect(archives(runs[name] as DeclareOutcome)).to.deep.equal(archives(base));
    });
  }

  it("is declared by a preview that knows nothing of what resources give", () => {
    const preview = runs["a preview"] as DeclareOutcome;
    expect(preview.resources.map(({ type, name }) => `${type} ${name}`)).to.deep.equal(
      base.resources.map(({ type, name }) => `${type} ${name}`),
    );
    expect(functions(preview).map(({ inputs }) => inputs.role)).to.deep.equal(
      functions(preview).map(() => "(unknown)"),
    );
  });

  it("holds no ARN, account, region or physical name of what is declared", () => {
    // The stack's own name is a word like any other, which a text may hold by chance.
    const physicalNames = functions(base).flatMap(({ inputs }) =>
      Object.entries(variablesOf(inputs)).flatMap(([name, value]) => (name === "STACK_NAME" ? [] : [value])),
    );
    expect(physicalNames).to.have.length.above(3);
    for (const [name, archive] of Object.entries(archives(base))) {
      const text = archive["__index.js"] ?? "";
      expect(text.length, name).to.be.above(1_000);
      for (const told of [account.accountId, account.region, ...physicalNames]) expect(text).to.not.contain(told);
      expect(text).to.not.match(/arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d{12}:/);
    }
  });

  it("holds no secret, and neither does an environment", () => {
    for (const { name, archive, inputs } of functions(base)) {
      expect(JSON.stringify({ archive, inputs }), name).to.not.match(/recognisable|hooks\.slack\.com\/services/);
    }
    // The stand-in did come into the program: it is in the secret, and only there.
    const holders = base.resources.filter((resource) => JSON.stringify(resource).includes("recognisable"));
    expect(holders.map(({ type }) => type)).to.deep.equal(["aws:secretsmanager/secretVersion:SecretVersion"]);
  });
});

function variablesOf(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return (inputs.environment as { variables: Record<string, string> }).variables;
}
