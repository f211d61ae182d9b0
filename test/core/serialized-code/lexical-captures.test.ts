import * as path from "node:path";
import { Script } from "node:vm";

import { expect } from "chai";
import * as fc from "fast-check";
import { runtime } from "@pulumi/pulumi";

import { withLexicalCaptures } from "../../../core/serialized-code/lexical-captures";

const words = ["a, b: c", "{ }) {", "\n  }).apply(undefined", '"', "${words}", "\\"];
const settings = { pattern: /a, b: [c]/, nested: { words, missing: undefined, amount: -0.5 } };
const reached: string[] = [];
let assigned = 0;

class Counter {
  constructor(private count: number) {}
  next(): number {
    return (this.count += settings.nested.words.length);
  }
}

function isEven(count: number): boolean {
  return count === 0 || isOdd(count - 1);
}

function isOdd(count: number): boolean {
  return count !== 0 && isEven(count - 1);
}

function sumOf(...amounts: number[]): number {
  return amounts.length === 0 ? 0 : (amounts[0] ?? 0) + sumOf(...amounts.slice(1));
}

const library = {
  scale: 3,
  scaled(amount: number): number {
    return amount * this.scale;
  },
};

const programs: Readonly<Record<string, () => unknown>> = {
  "values of every kind": () => [words, settings.pattern.source, settings.nested],
  "functions that call one another": () => [isEven(10), isOdd(10), sumOf(1, 2, 3)],
  "a class": () => [new Counter(1).next(), new Counter(1) instanceof Counter],
  "a method that asks for its object": () => library.scaled(2),
  "a function that captures nothing": () => 1,
  "a list that is added to": () => [reached.push("once"), reached.push("twice")],
  "a module": () => path.posix.join("a", "b"),
};

describe("a serialized function whose captures are bound by name", () => {
  for (const [what, program] of Object.entries(programs)) {
    it(`gives what it gave, twice over: ${what}`, async () => {
      const { text } = await runtime.serializeFunction(program);
      const bound = withLexicalCaptures(text);
      expect(text).to.include("with({");
      expect(bound).to.not.include("with({");
      expect(answersOf(bound)).to.deep.equal(answersOf(text));
    });
  }

  it("gives what it gave for any text that it captures", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.array(fc.jsonValue()), async (captured, others) => {
        const { text } = await runtime.serializeFunction(() => [captured, others]);
        const bound = withLexicalCaptures(text);
        expect(bound).to.not.include("with({ captured");
        expect(answersOf(bound)).to.deep.equal(answersOf(text));
      }),
      { numRuns: 25 },
    );
  });

  it("makes each inner function once, however often it is called", async () => {
    const madeBy = () => isEven;
    const { text } = await runtime.serializeFunction(() => madeBy() === madeBy());
    expect(answersOf(withLexicalCaptures(text))).to.deep.equal([true, true]);
  });

  it("keeps what a captured variable is assigned, as the program itself does", async () => {
    const { text } = await runtime.serializeFunction(() => (assigned += 1));
    expect(answersOf(text)).to.deep.equal([1, 1]);
    expect(answersOf(withLexicalCaptures(text))).to.deep.equal([1, 2]);
  });

  it("tells its number of parameters as before", async () => {
    const two = (one: number, other: number) => one + other;
    const { text } = await runtime.serializeFunction(two);
    expect((run(withLexicalCaptures(text)) as () => unknown).length).to.equal(2);
  });

  for (const unlike of ["this: __self", "arguments: __given", "default: 1", '"a-b": 1']) {
    it(`is left as it is where it captures ${unlike}`, () => {
      const text = serialized(`{ ${unlike}, other: 1 }`, "undefined");
      expect(withLexicalCaptures(text)).to.equal(text);
    });
  }

  it("is left as it is where it is bound to an object", () => {
    const text = serialized("{ other: 1, this: undefined, arguments: undefined }", "__self");
    expect(withLexicalCaptures(text)).to.equal(text);
  });

  it("is left as it is where it is of no known form, with its neighbours bound", () => {
    const known = serialized("{ other: 1, this: undefined, arguments: undefined }", "undefined");
    const unknown = known.replace("  return (function", "  return async (function");
    const bound = withLexicalCaptures(`${unknown}\n${known}\n${unknown}`);
    expect(bound.startsWith(unknown)).to.equal(true);
    expect(bound.endsWith(unknown)).to.equal(true);
    expect(bound.match(/with\(\{/g)).to.have.length(2);
  });
});

/** As Pulumi writes a function that captures these and is bound to that. */
function serialized(captures: string, self: string): string {
  return [
    "function __f0(__0) {",
    "  return (function() {",
    `    with(${captures}) {`,
    "",
    "return (one) => other;",
    "",
    "    }",
    `  }).apply(${self}, undefined).apply(this, arguments);`,
    "}",
  ].join("\n");
}

function run(text: string): unknown {
  const module: { handler?: unknown } = {};
  const evaluated = new Script(`(function (exports, require) {${text}\n})`).runInThisContext() as (
    ...scope: unknown[]
  ) => void;
  evaluated(module, require);
  return module.handler;
}

/** What it gives the first time and the second, as text, because a pattern is equal to none but itself. */
function answersOf(text: string): unknown[] {
  const handler = run(text) as () => unknown;
  return [handler(), handler()];
}
