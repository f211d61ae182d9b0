import { expect } from "chai";
import { runtime } from "@pulumi/pulumi";

import { unusableCaptures } from "../../../local/program/unusable-captures";

const someSet = new Set([1]);
const someMap = new Map([[1, 2]]);
const someDate = new Date(0);
const someBytes = Buffer.from("a");
class OwnFault extends Error {}
class Hidden {
  #value = 1;
  value() {
    return this.#value;
  }
}

const table = Object.freeze({ names: ["a"], pattern: /a+/, rule: (text: string) => text.length > 1 });
class Plain {
  constructor(readonly one: number) {}
}

const unusable: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
  "a Set that it asks": [() => someSet.has(1), /built-in Set$/],
  "a Map as a whole": [() => [someMap], /built-in Map$/],
  "a Date": [() => someDate.getTime(), /built-in Date$/],
  "a Buffer": [() => [someBytes], /built-in Buffer/],
  "a class of errors": [() => new OwnFault("a"), /built-in Error$/],
  "several of them": [() => [someSet, someDate], /built-in Date, Set$/],
  "a class with private fields": [() => new Hidden().value(), /no JavaScript.*#value/],
};

const usable: Readonly<Record<string, () => unknown>> = {
  "tables, patterns and functions": () => [table.names, table.pattern.test("a"), table.rule("a")],
  "a class without private fields": () => new Plain(1),
  "what it makes itself": () => [new Set([1]), new Map(), new Date(), new TypeError("a"), Buffer.from("a")],
  "what it asks of built-in classes": () => [Date.now(), [] instanceof Error, Buffer.isBuffer(1), Promise.resolve()],
};

async function textOf(one: () => unknown): Promise<string> {
  return (await runtime.serializeFunction(one)).text;
}

describe("the text of a function that captures", () => {
  for (const [what, [one, said]] of Object.entries(unusable)) {
    it(`${what} is told from one that works`, async () => {
      const faults = await unusableCapturesOf(one);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(said);
    });
  }

  for (const [what, one] of Object.entries(usable)) {
    it(`${what} has no fault`, async () => expect(await unusableCapturesOf(one)).to.deep.equal([]));
  }
});

async function unusableCapturesOf(one: () => unknown): Promise<string[]> {
  return unusableCaptures(await textOf(one));
}
