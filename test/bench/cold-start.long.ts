import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { newFunctions } from "../../bench/cold-start";
import { firstEvents } from "../../bench/first-events";
import type { BenchStack } from "../../bench/layouts";
import { benchConfiguration, benchStacks } from "../../bench/layouts";
import { laidOutProgram } from "../support/laid-out-program";

const stacks = Object.keys(benchStacks) as BenchStack[];

/** By what declares them in the program's own text, whatever a stack is configured with. */
function functionsOfTheProgram(): string[] {
  const folder = path.resolve(__dirname, "../../stacks");
  const texts = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
  return texts.flatMap((text) =>
    [...text.matchAll(/new WardenFunction\(\s*"([a-z-]+)"/g)].map(([, name = ""]) => name),
  );
}

describe("the benchmark of cold starts", function () {
  this.timeout(60_000);

  const declared = new Map<BenchStack, readonly string[]>();
  before(async () => {
    for (const stack of stacks) {
      const { functions } = await laidOutProgram(benchConfiguration(stack, "geoip-country"));
      declared.set(
        stack,
        functions.map(({ name }) => name),
      );
    }
  });

  /** Each function as often as it is measured. */
  function measured(): string[] {
    const before = new Set<string>();
    return stacks.flatMap((stack) => {
      const functions = declared.get(stack) ?? [];
      const wanted = newFunctions(functions, before);
      for (const name of functions) before.add(name);
      return wanted;
    });
  }

  it("measures every function that the program can declare, each with one stack", () => {
    expect(measured().sort()).to.deep.equal(functionsOfTheProgram().sort());
  });

  it("has a row for each of them", () => {
    const without = measured().filter((name) => (firstEvents[name] ?? []).length === 0);
    expect(without).to.deep.equal([]);
  });
});
