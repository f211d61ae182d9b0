import type { Place } from "./fault";
import { elementOf, isObject, memberOf, refuse } from "./fault";
import { parseMatch } from "./parse-match";
import type { EventPattern, FieldPattern } from "./pattern";

export type { EventPattern } from "./pattern";

type Alternative = readonly FieldPattern[];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html ($or) */
const mostAlternatives = 1000;

/** Names that `$or` takes for a misplaced match. https://github.com/aws/event-ruler (the matcher that EventBridge runs on) */
const reservedInOr: readonly string[] = [
  "exactly",
  "equals-ignore-case",
  "prefix",
  "suffix",
  "anything-but",
  "exists",
  "wildcard",
  "numeric",
  "cidr",
];

/**
 * Parses an event pattern by the language of
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html.
 * Throws an Error that names the path, what was found there and what was expected.
 */
export function parseEventPattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    return refuse("", text, `JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isObject(pattern)) return refuse("", pattern, "an object");
  return { alternatives: parseObject(pattern, "", [], [[]], false) };
}

/** The alternatives so far, each with the object's fields added. */
function parseObject(
  object: Readonly<Record<string, unknown>>,
  place: Place,
  path: readonly string[],
  before: readonly Alternative[],
  isInOr: boolean,
): readonly Alternative[] {
  const entries = Object.entries(object);
  if (entries.length === 0) return refuse(place, object, "at least one field");
  return entries.reduce<readonly Alternative[]>((alternatives, [name, value]) => {
    const inner = memberOf(place, name);
    if (name === "$or") return parseOr(value, inner, path, alternatives);
    if (isInOr && reservedInOr.includes(name)) return refuse(inner, value, "the name of a field, not of a match");
    if (isObject(value)) return parseObject(value, inner, [...path, name], alternatives, isInOr);
    if (!Array.isArray(value)) return refuse(inner, value, "an object of fields, or an array of values");
    if (value.length === 0) return refuse(inner, value, "at least one value");
    const matches = value.map((one: unknown, index) => parseMatch(one, elementOf(inner, index)));
    const field = { path: [...path, name], matches };
    if (alternatives.some((fields) => fields.some((one) => one.path.join("\0") === field.path.join("\0")))) {
      return refuse(inner, value, "a field that is named once, not beside $or and in it");
    }
    return alternatives.map((alternative) => [...alternative, field]);
  }, before);
}

function parseOr(
  value: unknown,
  place: Place,
  path: readonly string[],
  before: readonly Alternative[],
): readonly Alternative[] {
  if (!Array.isArray(value) || value.length < 2) return refuse(place, value, "an array of at least two objects");
  const alternatives = value.flatMap((one: unknown, index) => {
    const inner = elementOf(place, index);
    if (!isObject(one)) return refuse(inner, one, "an object of fields");
    return parseObject(one, inner, path, before, true);
  });
  if (alternatives.length > mostAlternatives) {
    return refuse(place, alternatives.length, `at most ${mostAlternatives} combinations of what is in $or`);
  }
  return alternatives;
}
