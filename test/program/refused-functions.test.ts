import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { twoAtATime } from "./declare";
import type { NodeRun } from "./declare";
import { copyProgram, declareMore, startCopy, testCopy } from "./program-copy";

const rest = `description: "", environment: {}, ownNames: [], statements: [], memorySizeMegabytes: 128,
  timeoutSeconds: 3, reservedConcurrency: 1`;
const warden = (name: string, factory: string) =>
  `new WardenFunction("${name}", { handlerFactory: ${factory}, packages: [], ${rest} }, context);`;

interface Refused {
  readonly what: string;
  /** Added to the program, which is whole otherwise. */
  readonly declared: string;
  readonly said: RegExp;
}

const refused: readonly Refused[] = [
  {
    what: "a function whose capture does not serialize",
    declared: `const format = new Intl.NumberFormat("en");
      ${warden("counts", "() => async () => format.format(1)")}`,
    said: /function counts could not be laid out: .*Error serializing[^]*'format'[^]*could not be serialized/,
  },
  {
    what: "such a function that one of Pulumi's helpers makes",
    declared: `const format = new Intl.NumberFormat("en");
      new aws.sns.Topic("apart").onEvent("apart", async () => void format.format(1));`,
    said: /function apart could not be laid out: .*Error serializing[^]*'format'/,
  },
  {
    what: "a function whose capture serializes into something that fails when it is called",
    declared: `const seen = new Set<string>();
      ${warden("remembers", "() => async () => seen.has('a')")}`,
    said: /function remembers would fail when it runs: it captures what is, or extends, a built-in Set/,
  },
  {
    what: "a function whose archive lacks a package",
    declared: warden("posts", `() => async () => require("axios")`),
    said: /function posts: its archive lacks axios \(Cannot find module 'axios'\)/,
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

describe("a program that declares, beside functions that are well,", function () {
  this.timeout(120_000);
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-refused-"));
  const runs = new Map<string, NodeRun>();
  let tested: NodeRun;

  before("start a copy for each", async () => {
    const start = async ({ what, declared }: Refused, position: number) => {
      const folder = path.join(root, String(position));
      copyProgram(folder);
      declareMore(folder, declared);
      runs.set(what, await startCopy(folder, ["/dev/null"]));
      if (position === 0) tested = await testCopy(folder, "test/handlers/post-denials/budget.test.ts");
    };
    await twoAtATime(refused.map((one, position) => () => start(one, position)));
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  for (const { what, said } of refused) {
    it(`${what}: nothing starts, and it is said which function it is and why`, () => {
      const run = runs.get(what);
      expect(run?.said).to.match(said);
      expect(run?.status).to.equal(1);
      expect(run?.printed, "nothing was played").to.equal("");
    });
  }

  it("a function whose capture does not serialize: the tests fail with the same words", () => {
    expect(tested.said).to.match(refused[0]?.said ?? /never/);
    expect(tested.status).to.be.above(0);
    expect(tested.printed).to.not.match(/✔|[1-9]\d* passing/);
  });
});
