/**
 * An event pattern of EventBridge as plain JSON data: it matches when one of its alternatives does. Without `$or` there is
 * one alternative.
 */
export interface EventPattern {
  readonly alternatives: readonly (readonly FieldPattern[])[];
}

/** What a field of the event must be: one of the matches holds for it. */
export interface FieldPattern {
  /** Names of the fields from the outermost in. */
  readonly path: readonly string[];
  readonly matches: readonly Match[];
}

export type Match = ValueMatch | AnythingBut | { readonly kind: "exists"; readonly exists: boolean };

/** Holds for a value of the event's own type: text is never equal to a number. */
export type ValueMatch =
  | { readonly kind: "equals"; readonly value: Scalar }
  | { readonly kind: "equals-ignore-case"; readonly text: string }
  | { readonly kind: "prefix" | "suffix"; readonly text: string; readonly ignoreCase: boolean }
  /** The texts between the asterisks, escapes undone. */
  | { readonly kind: "wildcard"; readonly segments: readonly string[] }
  | { readonly kind: "numeric"; readonly comparisons: readonly Comparison[] }
  | { readonly kind: "cidr"; readonly address: string; readonly bits: number };

/** Holds for a value, of whatever type, that none of these holds for. */
export interface AnythingBut {
  readonly kind: "anything-but";
  readonly matches: readonly ValueMatch[];
}

export type Scalar = string | number | boolean | null;

export interface Comparison {
  readonly operator: NumericOperator;
  readonly value: number;
}

export type NumericOperator = "=" | "<" | "<=" | ">" | ">=";
