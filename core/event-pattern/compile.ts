import { compileMatch } from "./compile-match";
import type { Elements, Leaf } from "./leaves";
import { joined, leavesAt, nowhere } from "./leaves";
import { parseEventPattern } from "./parse";
import type { EventPattern, FieldPattern } from "./pattern";

interface Field {
  readonly path: readonly string[];
  readonly holds: (value: unknown) => boolean;
  /** Whether the field may be missing. */
  readonly mayMiss: boolean;
}

/**
 * The pattern, or its text, as a function that says whether a parsed event matches. All fields must match, a field by any
 * of its values; an array of the event matches by any of its elements, and fields inside an array of objects must match
 * in one and the same object. `exists` knows values only: an object or an empty array is none.
 */
export function compileEventPattern(pattern: EventPattern | string): (event: unknown) => boolean {
  const { alternatives } = typeof pattern === "string" ? parseEventPattern(pattern) : pattern;
  const compiled = alternatives.map((fields) => [...fields].sort(byPath).map(compileField));
  return (event) => compiled.some((fields) => matches(fields, event));
}

/** By name, as EventBridge's own matcher goes: what is missing is missing from the elements that names before it chose. */
function byPath(one: FieldPattern, other: FieldPattern): number {
  const [a, b] = [one.path.join("."), other.path.join(".")];
  return a < b ? -1 : a > b ? 1 : 0;
}

function compileField({ path, matches: matchesOfField }: FieldPattern): Field {
  const tests = matchesOfField.map(compileMatch);
  const [only] = tests;
  return {
    path,
    holds: only !== undefined && tests.length === 1 ? only : (value) => tests.some((test) => test(value)),
    mayMiss: matchesOfField.some((match) => match.kind === "exists" && !match.exists),
  };
}

function matches(fields: readonly Field[], event: unknown): boolean {
  const leaves: Leaf[][] = [];
  for (const field of fields) {
    const found = leavesAt(event, field.path);
    if (!field.mayMiss && !found.some(({ value }) => field.holds(value))) return false;
    leaves.push(found);
  }
  return matchesFrom(0, fields, leaves, nowhere);
}

/** Whether the fields from the position on match within the elements that were chosen before. */
function matchesFrom(
  position: number,
  fields: readonly Field[],
  leaves: readonly (readonly Leaf[])[],
  within: Elements,
): boolean {
  const field = fields[position];
  if (field === undefined) return true;
  const reachable = (leaves[position] ?? []).flatMap(({ value, within: own }) => {
    const elements = joined(within, own);
    return elements === undefined ? [] : [{ value, elements }];
  });
  if (reachable.length === 0 && field.mayMiss) return matchesFrom(position + 1, fields, leaves, within);
  let hasTriedSame = false;
  for (const { value, elements } of reachable) {
    if ((hasTriedSame && elements === within) || !field.holds(value)) continue;
    if (matchesFrom(position + 1, fields, leaves, elements)) return true;
    hasTriedSame ||= elements === within;
  }
  return false;
}
