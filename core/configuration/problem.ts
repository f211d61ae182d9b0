/** One thing wrong with one setting, in words fit to be printed: bounded, without control characters, without secrets. */
export interface Problem {
  /** Path of the setting without the namespace, for example `denials.mute[2].expires`. */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

/** What reading a value gives: the value in its final form, or everything that is wrong with it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

const shownCharacters = 60;

export function accepted<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function refused(path: string, found: string, allowed: string): Reading<never> {
  return { ok: false, problems: [{ path, found, allowed }] };
}

/** Path of a key inside another; keys that are not plain words are put in quotes, bounded and cleaned. */
export function keyPath(parent: string, key: string): string {
  if (!/^[A-Za-z][\w-]{0,59}$/.test(key)) {
    return `${parent}[${quoted(key)}]`;
  }
  return parent === "" ? key : `${parent}.${key}`;
}

/** Text as it may be shown: in quotes, at most 60 characters, webhooks and Slack tokens cut off, nothing invisible. */
export function quoted(text: string): string {
  const clean = withoutSecrets(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  const characters = [...clean.slice(0, 4 * shownCharacters)];
  if (characters.length <= shownCharacters) {
    return JSON.stringify(clean);
  }
  return `${JSON.stringify(characters.slice(0, shownCharacters).join(""))}… (${text.length} characters)`;
}

function withoutSecrets(text: string): string {
  return text
    .replace(/(hooks\.slack(?:-gov)?\.com)[^\s"]*/gi, "$1/…")
    .replace(/\b(?:xox[a-z]|xapp)-[^\s"]*/gi, "(a Slack token)")
    .replace(/\bATATT[^\s"]*/g, "(a Jira token)");
}

/** Words for any value whatever, to stand after "found". */
export function describe(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (value === null) {
    return "nothing (null)";
  }
  if (typeof value === "string") {
    return value === "" ? "an empty text" : `the text ${quoted(value)}`;
  }
  if (typeof value === "number") {
    return Number.isFinite(value) ? String(value) : "a number that is not finite";
  }
  if (typeof value === "boolean") {
    return String(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  }
  return typeof value === "object" ? describeKeys(Object.keys(value)) : "something that is not data";
}

function describeKeys(keys: readonly string[]): string {
  if (keys.length === 0) {
    return "an empty object";
  }
  const shown = keys.slice(0, 5).map(quoted).join(", ");
  return `an object with ${shown}${keys.length > 5 ? ` and ${keys.length - 5} more` : ""}`;
}

/** Words for a value that must not be shown. */
export function describeHidden(value: unknown): string {
  return typeof value === "string" && value !== "" ? `a text of ${value.length} characters (not shown)` : kindOf(value);
}

function kindOf(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "a list (not shown)" : "an object (not shown)";
  }
  return value === "" || value == null ? describe(value) : `a ${typeof value} (not shown)`;
}

const shownProblems = 50;

/** All problems (in full the first 50) as one message, in the order of the table of settings. */
export function formatProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 value" : `${problems.length} values`;
  const lines = problems
    .slice(0, shownProblems)
    .map(({ path, found, allowed }) => `  ${path}: found ${found}; allowed: ${allowed}`);
  const more = problems.length > shownProblems ? [`  and ${problems.length - shownProblems} more`] : [];
  return [
    `The configuration of api-warden cannot be used: ${count} of the wrong form.`,
    ...lines,
    ...more,
    "All settings: docs/configuration.md",
  ].join("\n");
}
