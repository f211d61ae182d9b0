/**
 * One pattern that takes what any of these takes: a log group has few slots for filters. Whoever it feeds tells the records apart
 * by the patterns themselves. None of them may be the empty pattern.
 */
export function eitherPattern(...patterns: readonly string[]): string {
  const inner = patterns.map((pattern) => pattern.trim().slice(1, -1).trim());
  return `{${inner.map((text) => `(${text})`).join("||")}}`;
}
