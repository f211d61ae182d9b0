import { fail, patternError, skipBlanks, take, takeMatch } from "./cursor";
import type { Cursor } from "./cursor";
import { parseSelector } from "./parse-selector";
import { parseValue } from "./parse-value";
import type { Expression, FilterPattern, IsCondition, Operator, Selector } from "./pattern";

export type { FilterPattern } from "./pattern";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html (filterPattern) */
export const maxPatternLength = 1024;

const operators: readonly Operator[] = ["!=", "<=", ">=", "=", "<", ">"];

/**
 * Parses a JSON filter pattern, or the empty one, by the grammar of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html.
 * Throws an Error that names the column (from 1), what was found there and what was expected.
 */
export function parseFilterPattern(text: string): FilterPattern {
  if (text.length > maxPatternLength) {
    throw patternError(maxPatternLength, `a pattern of ${text.length} characters`, `at most ${maxPatternLength}`);
  }
  const cursor: Cursor = { text, at: 0, regexes: 0, wildcards: 0 };
  skipBlanks(cursor);
  if (cursor.at === text.length) return { kind: "everything" };
  if (!take(cursor, "{")) fail(cursor, 'a JSON pattern, which begins with "{" (patterns of terms are not supported)');
  const expression = parseOr(cursor);
  if (!take(cursor, "}")) fail(cursor, '"&&", "||" or "}"');
  skipBlanks(cursor);
  if (cursor.at < text.length) fail(cursor, 'nothing after "}"');
  return expression;
}

function parseOr(cursor: Cursor): Expression {
  return parseJunction(cursor, "or", "||", parseAnd);
}

function parseAnd(cursor: Cursor): Expression {
  return parseJunction(cursor, "and", "&&", parseOperand);
}

/** Nested junctions of one kind become one, so that equal patterns have equal trees. */
function parseJunction(
  cursor: Cursor,
  kind: "and" | "or",
  sign: string,
  parseNext: (cursor: Cursor) => Expression,
): Expression {
  const operands: Expression[] = [];
  do {
    const operand = parseNext(cursor);
    if (operand.kind === kind) operands.push(...operand.operands);
    else operands.push(operand);
    skipBlanks(cursor);
  } while (take(cursor, sign));
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind, operands };
}

function parseOperand(cursor: Cursor): Expression {
  skipBlanks(cursor);
  if (take(cursor, "(")) {
    const inner = parseOr(cursor);
    if (!take(cursor, ")")) fail(cursor, '"&&", "||" or ")"');
    return inner;
  }
  if (cursor.text.charAt(cursor.at) !== "$") fail(cursor, 'a selector such as $.eventName, or "("');
  return parseCondition(cursor);
}

function parseCondition(cursor: Cursor): Expression {
  const selector = parseSelector(cursor);
  skipBlanks(cursor);
  if (takeWord(cursor, "IS")) return parseIs(cursor, selector);
  if (takeWord(cursor, "NOT")) {
    skipBlanks(cursor);
    if (!takeWord(cursor, "EXISTS")) fail(cursor, "EXISTS after NOT");
    return { kind: "notExists", selector };
  }
  const operator = operators.find((candidate) => take(cursor, candidate));
  if (operator === undefined) return fail(cursor, operatorExpectation(cursor));
  skipBlanks(cursor);
  return { kind: "comparison", selector, operator, value: parseValue(cursor, operator) };
}

function parseIs(cursor: Cursor, selector: Selector): IsCondition {
  skipBlanks(cursor);
  for (const constant of ["NULL", "TRUE", "FALSE"] as const) {
    if (takeWord(cursor, constant)) return { kind: "is", selector, constant };
  }
  return fail(cursor, "NULL, TRUE or FALSE after IS (there is no IS NOT)");
}

function takeWord(cursor: Cursor, word: string): boolean {
  if (/^\w+/.exec(cursor.text.slice(cursor.at))?.[0] !== word) return false;
  return takeMatch(cursor, /^\w+/) === word;
}

function operatorExpectation(cursor: Cursor): string {
  if (cursor.text.startsWith("EXISTS", cursor.at)) return 'NOT EXISTS, or = "*" (there is no EXISTS alone)';
  return "=, !=, <, >, <=, >=, IS or NOT EXISTS";
}
