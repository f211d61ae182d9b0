import { fail, patternError, takeMatch } from "./cursor";
import type { Cursor } from "./cursor";
import type { Operator, Value } from "./pattern";
import { regexFault } from "./regex";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html ("a limit of 2 regex") */
const maxRegexesPerPattern = 2;
const numberForm = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Reads the right-hand side of a comparison. */
export function parseValue(cursor: Cursor, operator: Operator): Value {
  const start = cursor.at;
  const value = parseAnyValue(cursor);
  if (operator !== "=" && operator !== "!=" && value.kind !== "number") {
    fail(cursor, `a number after "${operator}"`, start);
  }
  return value;
}

function parseAnyValue(cursor: Cursor): Value {
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return parseQuoted(cursor);
  if (first === "%") return parseRegex(cursor);
  return parseBare(cursor);
}

/**
 * In quotes `\"` is a quote and `\\` a backslash, which the AWS page does not mention; any other backslash is itself.
 */
function parseQuoted(cursor: Cursor): Value {
  const start = cursor.at;
  const matched = takeMatch(cursor, /^"(?:\\["\\]|\\(?!["\\])|[^"\\])*"/);
  if (matched === "") throw patternError(start, "a quotation mark that is never closed", "a closing quotation mark");
  refuseNeighbour(cursor);
  return { kind: "string", text: matched.slice(1, -1).replace(/\\(["\\])/g, "$1") };
}

function parseRegex(cursor: Cursor): Value {
  const start = cursor.at;
  const matched = takeMatch(cursor, /^%[^%]+%/);
  if (matched === "") fail(cursor, "a regular expression between percent signs");
  const text = matched.slice(1, -1);
  const fault = regexFault(text);
  if (fault !== undefined) fail(cursor, fault.expected, start + "%".length + fault.offset);
  cursor.regexes += 1;
  if (cursor.regexes > maxRegexesPerPattern) fail(cursor, "at most two regular expressions in a pattern", start);
  refuseNeighbour(cursor);
  return { kind: "regex", text };
}

/**
 * Without quotes the page allows letters, digits, _ and *; its own examples and CIS's texts also have the period
 * (`123.123.*`, `kms.amazonaws.com`), and the service takes - / : as well. + is for numbers.
 */
function parseBare(cursor: Cursor): Value {
  const start = cursor.at;
  const text = takeMatch(cursor, /^[A-Za-z0-9_*.\-/:+]+/);
  if (text === "") fail(cursor, "a value: a number, text in double quotes or %a regular expression%");
  refuseNeighbour(cursor);
  if (!numberForm.test(text)) {
    if (text.includes("+")) fail(cursor, "text with + in double quotes", start);
    return { kind: "string", text };
  }
  if (!Number.isFinite(Number(text))) fail(cursor, "a number within the range of a 64-bit float", start);
  return { kind: "number", text };
}

/** A value ends where a blank, an operator, a parenthesis or the brace begins; a stray quote is the usual mistake. */
function refuseNeighbour(cursor: Cursor): void {
  if (/^[^\s&|)}]/.test(cursor.text.slice(cursor.at))) fail(cursor, "the whole value between two double quotes");
}
