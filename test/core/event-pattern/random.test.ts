import { expect } from "chai";
import * as fc from "fast-check";

import { compileEventPattern } from "../../../core/event-pattern/compile";
import { parseEventPattern } from "../../../core/event-pattern/parse";
import type { FieldSample } from "./random-pattern";
import { absent, fields } from "./random-pattern";

const numRuns = 800;

type Node =
  | { readonly kind: "field"; readonly sample: FieldSample }
  | { readonly kind: "object" | "or"; readonly nodes: readonly Node[] };

const { tree } = fc.letrec<{ tree: Node; object: Node }>((tie) => ({
  object: fc.record({
    kind: fc.constant("object" as const),
    nodes: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
  }),
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant("field" as const), sample: fields }),
    tie("object"),
    fc.record({ kind: fc.constant("or" as const), nodes: fc.array(tie("object"), { minLength: 2, maxLength: 3 }) }),
  ),
}));

/** Whether the event that is made of the tree was made to match. */
function isHit(node: Node): boolean {
  if (node.kind === "field") return node.sample.isHit;
  return node.kind === "object" ? node.nodes.every(isHit) : node.nodes.some(isHit);
}

/** The pattern and the event of a tree; fields have names of their own, all alternatives lie in one object. */
function written(root: Node): { pattern: Record<string, unknown>; event: Record<string, unknown> } {
  let names = 0;
  const into = (node: Node, pattern: Record<string, unknown>, event: Record<string, unknown>): void => {
    const name = `f${(names += 1)}`;
    if (node.kind === "field") {
      pattern[name] = node.sample.written;
      if (node.sample.value !== absent) event[name] = node.sample.value;
      return;
    }
    const [inner, held] = [{} as Record<string, unknown>, {} as Record<string, unknown>];
    if (node.kind === "object") for (const one of node.nodes) into(one, inner, held);
    else {
      inner.$or = node.nodes.map((alternative) => {
        const own: Record<string, unknown> = {};
        if (alternative.kind === "object") for (const one of alternative.nodes) into(one, own, held);
        return own;
      });
    }
    pattern[name] = inner;
    event[name] = held;
  };
  const [pattern, event] = [{}, {}];
  into(root, pattern, event);
  return { pattern, event };
}

describe("event patterns made at random", () => {
  it("match the events that were made to match them, and no others", () => {
    let hits = 0;
    fc.assert(
      fc.property(tree, (root) => {
        const { pattern, event } = written(root);
        const [text, expected] = [JSON.stringify(pattern), isHit(root)];
        if (expected) hits += 1;
        const found = compileEventPattern(text)(JSON.parse(JSON.stringify(event)));
        expect(found, `${text} on ${JSON.stringify(event)}`).to.equal(expected);
      }),
      { numRuns },
    );
    expect(hits / numRuns, "share of matches").to.be.within(0.2, 0.8);
  });

  it("match a list of objects when one of them was made to match as a whole", () => {
    let hits = 0;
    const samples = fc.array(fc.tuple(fields, fields), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fields, fields, samples, (one, other, choices) => {
        // Absence is told by the whole list, and is left to the tests of single cases.
        const isPlain = (sample: FieldSample) => !JSON.stringify(sample.written).includes("exists");
        fc.pre(isPlain(one) && isPlain(other));
        const matches = compileEventPattern(JSON.stringify({ list: { a: one.written, b: other.written } }));
        const single = (a: unknown, b: unknown) =>
          compileEventPattern(JSON.stringify({ a: one.written, b: other.written }))({
            ...(a === absent ? {} : { a }),
            ...(b === absent ? {} : { b }),
          });
        const list = [[one.value, other.value] as const, ...choices.map(([a, b]) => [a.value, b.value] as const)];
        const expected = list.some(([a, b]) => single(a, b));
        if (expected) hits += 1;
        const event = {
          list: list.map(([a, b]) => ({ ...(a === absent ? {} : { a }), ...(b === absent ? {} : { b }) })),
        };
        expect(matches(event), JSON.stringify([one.written, other.written, event])).to.equal(expected);
      }),
      { numRuns: 500 },
    );
    expect(hits).to.be.greaterThan(100);
  });

  it("with one character lost or changed are refused with a place, or are another pattern", () => {
    let refused = 0;
    const damage = fc.record({ at: fc.nat(), by: fc.constantFrom("", '"', "[", "{", "\u202e", "x", "5", "]") });
    fc.assert(
      fc.property(tree, damage, (root, { at, by }) => {
        const text = JSON.stringify(written(root).pattern);
        const place = at % text.length;
        try {
          parseEventPattern(text.slice(0, place) + by + text.slice(place + 1));
        } catch (error) {
          const { message } = error as Error;
          expect(message).to.match(/^event pattern(, [^:]+.*)?: found .+, expected .+$/);
          expect(message).to.not.match(/undefined|NaN|\[object/);
          refused += 1;
        }
      }),
      { numRuns },
    );
    expect(refused).to.be.greaterThan(numRuns / 4);
  });
});
