/** Where a parse has got to, and what it has used up of the quotas that hold for the whole pattern. */
export interface Cursor {
  readonly text: string;
  at: number;
  regexes: number;
  wildcards: number;
}

const longestQuoted = 40;

/** What stands at a position, as it is named in an error: a word, a single character, or the end. */
function foundAt(text: string, at: number): string {
  const [found] = /^(?:[\w.*-]+|[^])/u.exec(text.slice(at)) ?? [];
  if (found === undefined) return "the end of the pattern";
  return JSON.stringify(found.length > longestQuoted ? `${found.slice(0, longestQuoted)}...` : found);
}

/** The error for a pattern that CloudWatch Logs would refuse; `at` counts from 0, the message from 1. */
export function patternError(at: number, found: string, expected: string): Error {
  return new Error(`filter pattern, column ${at + 1}: found ${found}, expected ${expected}`);
}

/** Throws the error for the character at `at`, by default the next one. */
export function fail(cursor: Cursor, expected: string, at: number = cursor.at): never {
  throw patternError(at, foundAt(cursor.text, at), expected);
}

export function skipBlanks(cursor: Cursor): void {
  while (/^[ \t\r\n]/.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

/** Moves past `token` where it comes next. */
export function take(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

/** Moves past what an expression anchored with `^` matches here; "" where it does not match. */
export function takeMatch(cursor: Cursor, expression: RegExp): string {
  const [matched] = expression.exec(cursor.text.slice(cursor.at)) ?? [""];
  cursor.at += matched.length;
  return matched;
}
