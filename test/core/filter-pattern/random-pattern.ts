import * as fc from "fast-check";

/** A tree of conditions that is written and judged by this folder's own code, apart from the code under test. */
export type Tree =
  | { kind: "and" | "or"; operands: Tree[] }
  | { kind: "compare"; path: Path; operator: string; literal: Literal }
  | { kind: "is"; path: Path; constant: "NULL" | "TRUE" | "FALSE" }
  | { kind: "absent"; path: Path };
export type Path = readonly (string | number | "*" | "[*]")[];
export type Literal =
  | { kind: "text"; text: string; bare: boolean }
  | { kind: "number"; text: string }
  | { kind: "regex"; text: string; holds: (text: string) => boolean };

const paths: fc.Arbitrary<Path> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Path[]>(["a"], ["o", "a"]) },
  { weight: 4, arbitrary: fc.constantFrom<Path[]>(["b"], ["o", "x.y"], ["l", 0], ["l", 1, "a"]) },
  { weight: 1, arbitrary: fc.constantFrom<Path[]>(["l", "[*]"], ["l", "[*]", "a"], ["*"], ["o", "*"]) },
  { weight: 1, arbitrary: fc.constantFrom<Path[]>(["o"], ["l"], ["constructor"], ["a", "length"], ["l", "length"]) },
);
const textLiteral: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({
    kind: fc.constant("text" as const),
    text: fc.constantFrom("ab", "ba", "aab", "a*", "*b", "*a*", "a*b", "a*a", "*", "a*a*b", "1*", "x.y-z/w:1"),
    bare: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("text" as const),
    text: fc.constantFrom("", "1", 'a"b', "a\\b", "a b", "é", "a || b"),
    bare: fc.constant(false),
  }),
);
const numberLiteral: fc.Arbitrary<Literal> = fc.record({
  kind: fc.constant("number" as const),
  text: fc.constantFrom("0", "1", "-1", "+1", "1.5", "15e-1", "1e1", "10", "-.5", "007"),
});
const regexLiteral: fc.Arbitrary<Literal> = fc.constantFrom<Literal[]>(
  { kind: "regex", text: "^a", holds: (text) => text.startsWith("a") },
  { kind: "regex", text: "b$|1", holds: (text) => text.endsWith("b") || text.includes("1") },
  { kind: "regex", text: "a{,1}b", holds: (text) => text.includes("b") },
  { kind: "regex", text: "^[^ab]*$", holds: (text) => !text.includes("a") && !text.includes("b") },
  { kind: "regex", text: String.raw`\x22`, holds: (text) => text.includes('"') },
);
const condition: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 5, arbitrary: comparison(fc.constantFrom("=", "!="), textLiteral) },
  { weight: 3, arbitrary: comparison(fc.constantFrom("=", "!=", "<", ">", "<=", ">="), numberLiteral) },
  { weight: 1, arbitrary: comparison(fc.constantFrom("=", "!="), regexLiteral) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("is" as const),
      path: paths,
      constant: fc.constantFrom("NULL" as const, "TRUE" as const, "FALSE" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("absent" as const), path: paths }) },
);

/** Trees up to four levels deep, within the grammar's quotas of regular expressions and wildcard selectors. */
export const trees: fc.Arbitrary<Tree> = fc
  .letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      condition,
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const, "or" as const),
        operands: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }))
  .tree.filter((tree) => {
    const conditions = leaves(tree);
    return (
      conditions.length <= 16 &&
      conditions.filter((leaf) => leaf.kind === "compare" && leaf.literal.kind === "regex").length <= 2 &&
      conditions.filter((leaf) => leaf.path.some((step) => step === "*" || step === "[*]")).length <= 3
    );
  });

const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("ab", "aab", 1) },
  fc.constantFrom("ab", "ba", "aab", "a", "b", "aaab", "1", "10", "x.y-z/w:1", "", 'a"b', "a\\b", "a b", "é", "a || b"),
  fc.constantFrom(0, 1, -1, 1.5, 10, -0.5, 7, "+1", "007"),
  fc.constantFrom(null, true, false),
);
const part = { requiredKeys: [] };

/** Records over the same few fields, each of which may be missing, a scalar, an object or a list. */
export const records: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    a: fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: fc.constantFrom({}, []) }),
    b: scalar,
    o: fc.oneof(
      { weight: 4, arbitrary: fc.record({ a: scalar, "x.y": scalar }, { requiredKeys: ["a"] }) },
      { weight: 1, arbitrary: scalar },
    ),
    l: fc.oneof(fc.array(fc.oneof(scalar, fc.record({ a: scalar }, part)), { maxLength: 3 }), scalar),
  },
  { requiredKeys: ["a", "o", "l"] },
);

function comparison(operator: fc.Arbitrary<string>, literal: fc.Arbitrary<Literal>): fc.Arbitrary<Tree> {
  return fc.record({ kind: fc.constant("compare" as const), path: paths, operator, literal });
}

function leaves(tree: Tree): Exclude<Tree, { operands: Tree[] }>[] {
  return "operands" in tree ? tree.operands.flatMap(leaves) : [tree];
}
