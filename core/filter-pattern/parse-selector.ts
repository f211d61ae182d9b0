import { fail, take, takeMatch } from "./cursor";
import type { Cursor } from "./cursor";
import type { Selector, Step } from "./pattern";

/**
 * Quotas: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * ("up to one wildcard selector in a property selector, and up to three wildcard selectors in a filter pattern").
 */
const maxWildcardsPerSelector = 1;
const maxWildcardsPerPattern = 3;

/**
 * Reads a property selector. Names are letters, digits, `-` and `_`; any other name is written `['cluster.name']`,
 * after a period as on the AWS page or directly behind the step before it.
 */
export function parseSelector(cursor: Cursor): Selector {
  cursor.at += "$".length;
  if (cursor.text.charAt(cursor.at) !== ".") fail(cursor, 'a period after "$", as in $.eventName');
  const steps: Step[] = [];
  for (let step = parseStep(cursor, steps); step !== undefined; step = parseStep(cursor, steps)) steps.push(step);
  return steps;
}

function parseStep(cursor: Cursor, before: readonly Step[]): Step | undefined {
  if (take(cursor, ".")) return parseMember(cursor, before);
  if (cursor.text.startsWith("['", cursor.at)) return parseQuotedMember(cursor);
  if (cursor.text.startsWith("[", cursor.at)) return parseElement(cursor, before);
  return undefined;
}

function parseMember(cursor: Cursor, before: readonly Step[]): Step {
  if (cursor.text.startsWith("[", cursor.at)) return parseQuotedMember(cursor);
  if (cursor.text.startsWith("*", cursor.at)) {
    countWildcard(cursor, before);
    cursor.at += "*".length;
    return { kind: "anyMember" };
  }
  const name = takeMatch(cursor, /^[A-Za-z0-9_-]+/);
  if (name === "") fail(cursor, "a field name of letters, digits, - and _ (any other name as ['my.name'])");
  return { kind: "member", name };
}

function parseQuotedMember(cursor: Cursor): Step {
  const matched = takeMatch(cursor, /^\['[^']+'\]/);
  if (matched === "") fail(cursor, "a field name in brackets and single quotes, as in ['my.name']");
  return { kind: "member", name: matched.slice("['".length, -"']".length) };
}

function parseElement(cursor: Cursor, before: readonly Step[]): Step {
  if (cursor.text.startsWith("[*]", cursor.at)) {
    countWildcard(cursor, before);
    cursor.at += "[*]".length;
    return { kind: "anyElement" };
  }
  const matched = takeMatch(cursor, /^\[[0-9]{1,9}\]/);
  if (matched === "") fail(cursor, "[0] (a number), [*] or ['name']", cursor.at + "[".length);
  return { kind: "element", index: Number(matched.slice(1, -1)) };
}

function countWildcard(cursor: Cursor, before: readonly Step[]): void {
  const inSelector = before.filter((step) => step.kind === "anyMember" || step.kind === "anyElement").length;
  if (inSelector >= maxWildcardsPerSelector) fail(cursor, "at most one wildcard in a selector");
  cursor.wildcards += 1;
  if (cursor.wildcards > maxWildcardsPerPattern) fail(cursor, "at most three wildcard selectors in a pattern");
}
