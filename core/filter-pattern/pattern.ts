/**
 * A CloudWatch Logs filter pattern as plain JSON data. "everything" is the empty pattern; the rest is the expression
 * between the braces of a JSON pattern.
 */
export type FilterPattern = { readonly kind: "everything" } | Expression;

export type Expression = Junction | Comparison | IsCondition | NotExistsCondition;

export interface Junction {
  readonly kind: "and" | "or";
  readonly operands: readonly Expression[];
}

export interface Comparison {
  readonly kind: "comparison";
  readonly selector: Selector;
  readonly operator: Operator;
  readonly value: Value;
}

export interface IsCondition {
  readonly kind: "is";
  readonly selector: Selector;
  readonly constant: "NULL" | "TRUE" | "FALSE";
}

export interface NotExistsCondition {
  readonly kind: "notExists";
  readonly selector: Selector;
}

export type Operator = "=" | "!=" | "<" | ">" | "<=" | ">=";

/** The steps behind the "$", from the outside in. */
export type Selector = readonly Step[];

/** `.name` or `['name']`, `[0]`, `.*` (any field of an object), `[*]` (any element of an array). */
export type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "element"; readonly index: number }
  | { readonly kind: "anyMember" }
  | { readonly kind: "anyElement" };

/**
 * What a field is compared with. `text` of a string is without its quotes and its `*` are wildcards; of a number it is
 * the literal as written; of a regular expression it is what stands between the percent signs.
 */
export interface Value {
  readonly kind: "string" | "number" | "regex";
  readonly text: string;
}
