import { matchesArn, matchesPattern } from "./policy-patterns";
import type { Context } from "./types";

type Comparison = (wanted: string, found: string) => boolean;

interface Operator {
  readonly compare: Comparison;
  /** Every value in the request must match, and none at all is a match too (IAM User Guide, "Set operators"). */
  readonly forAllValues: boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", { compare: equal, forAllValues: false }],
  ["StringLike", { compare: matchesPattern, forAllValues: false }],
  ["ArnEquals", { compare: matchesArn, forAllValues: false }],
  ["ArnLike", { compare: matchesArn, forAllValues: false }],
  ["ForAllValues:StringEquals", { compare: equal, forAllValues: true }],
  ["ForAllValues:StringLike", { compare: matchesPattern, forAllValues: true }],
]);

/**
 * Whether all conditions of a statement hold for the values that the service supplied (keys compare without case).
 * Text instead of a boolean names what is unknown: an operator, a key, a value's form, a policy variable. A key that
 * begins with one of `completePrefixes` and is not supplied is known to have no value.
 */
export function conditionsHold(
  condition: unknown,
  context: Context,
  completePrefixes: readonly string[] = [],
): boolean | string {
  if (condition === undefined) {
    return true;
  }
  if (!isRecord(condition)) {
    return "a condition that is not an object";
  }
  const found = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
  const valuesOf = (key: string) => {
    const lowerCase = key.toLowerCase();
    const isComplete = completePrefixes.some((prefix) => lowerCase.startsWith(prefix.toLowerCase()));
    return found.get(lowerCase) ?? (isComplete ? [] : undefined);
  };
  let holds = true;
  for (const [name, block] of Object.entries(condition)) {
    const operator = OPERATORS.get(name);
    if (operator === undefined || !isRecord(block)) {
      return `an unknown condition operator ${name}`;
    }
    for (const [key, wanted] of Object.entries(block)) {
      const held = keyHolds(operator, wanted, valuesOf(key), key);
      if (typeof held === "string") {
        return held;
      }
      holds &&= held;
    }
  }
  return holds;
}

function keyHolds(
  operator: Operator,
  wanted: unknown,
  found: readonly string[] | undefined,
  key: string,
): boolean | string {
  if (found === undefined) {
    return `an unknown condition key ${key}`;
  }
  const list: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  const texts = list.filter((each) => typeof each === "string");
  if (texts.length !== list.length || texts.length === 0) {
    return `a value of an unknown form for ${key}`;
  }
  if (texts.some((text) => text.includes("${"))) {
    return `a policy variable for ${key}`;
  }
  const matches = (value: string) => texts.some((text) => operator.compare(text, value));
  // A key with several values needs a set operator in IAM; without one only a single value can be compared.
  return operator.forAllValues ? found.every(matches) : found.length === 1 && found.every(matches);
}

function equal(wanted: string, found: string): boolean {
  return wanted === found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
