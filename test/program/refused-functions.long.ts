import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { twoAtATime } from "./declare";
import type { NodeRun } from "./declare";
import { copyProgram, declareInstead, startCopy, testCopy } from "./program-copy";

const rest = `description: "", environment: {}, ownNames: [], statements: [], memorySizeMegabytes: 128,
  timeoutSeconds: 3, reservedConcurrency: 1`;
const warden = (name: string, factory: string) =>
  `new WardenFunction("${name}", { handlerFactory: ${factory}, packages: [], ${rest} }, context);`;

const well = warden("well", "() => async () => {}");

interface Refused {
  readonly what: string;
  /** Declared beside a function that is well. */
  readonly declared: string;
  readonly said: RegExp;
}

const refused: readonly Refused[] = [
  {
    what: "functions whose captures do not serialize, one of them made by one of Pulumi's helpers",
    declared: `const format = new Intl.NumberFormat("en");
      ${warden("counts", "() => async () => format.format(1)")}
      new aws.sns.Topic("apart").onEvent("apart", async () => void format.format(1));`,
    said: /function apart, counts could not be laid out: .*Error serializing[^]*'format'[^]*could not be serialized/,
  },
  {
    what: "a function whose archive lacks a package, and one whose capture fails when it is called",
    declared: `const seen = new Set<string>();
      ${warden("posts", `() => async () => require("axios")`)}
      ${warden("remembers", "() => async () => seen.has('a')")}`,
    said: /function posts: its archive lacks axios \(Cannot find module 'axios'\)\nfunction remembers would fail when it runs: it captures what is, or extends, a built-in Set\n/,
  },
  {
    what: "two functions that share one options object",
    declared: `const shared = { handlerFactory: () => async () => {}, packages: [], ${rest} };
      new WardenFunction("one", shared, context); new WardenFunction("other", shared, context);`,
    said: /function other shares its options object with function one/,
  },
  {
    what: "two functions that share the part of their options that Pulumi writes into",
    declared: `const codePathOptions = {};
      for (const name of ["one", "other"]) new aws.lambda.CallbackFunction(name,
        { callback: async () => {}, role: "arn:aws:iam::1:role/a", codePathOptions });`,
    said: /function other shares its options object with function one/,
  },
];

describe("a program that declares, beside a function that is well,", function () {
  this.timeout(120_000);
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-refused-"));
  const runs = new Map<string, NodeRun>();
  let tested: NodeRun;

  before("start a copy for each", async () => {
    const start = async ({ what, declared }: Refused, position: number) => {
      const folder = path.join(root, String(position));
      copyProgram(folder);
      declareInstead(folder, `${well}\n${declared}`);
      runs.set(what, await startCopy(folder, ["/dev/null"]));
      if (position === 0) tested = await testCopy(folder, "test/handlers/post-denials/budget.test.ts");
    };
    await twoAtATime(refused.map((one, position) => () => start(one, position)));
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  for (const { what, said } of refused) {
    it(`${what}: nothing starts, and it is said which functions they are and why`, () => {
      const run = runs.get(what);
      expect(run?.said).to.match(said);
      expect(run?.status).to.equal(1);
      expect(run?.printed, "nothing was played").to.equal("");
    });
  }

  it("the function that is well starts where it is alone", async () => {
    const folder = path.join(root, "well");
    copyProgram(folder);
    declareInstead(folder, well);
    const { status, printed } = await startCopy(folder, ["--json", "/dev/null"]);
    expect(status).to.equal(0);
    expect(printed).to.match(/^\{"effect":"summary".*\}\n$/);
  });

  it("functions whose captures do not serialize: the tests fail with the same words", () => {
    expect(tested.said).to.match(refused[0]?.said ?? /never/);
    expect(tested.status).to.be.above(0);
    expect(tested.printed).to.not.match(/✔|[1-9]\d* passing/);
  });
});
