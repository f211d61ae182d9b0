import { fromJsonText, isObject } from "./json-text";
import { accepted, describe, describeHidden, keyPath, refused } from "./problem";
import type { Problem, Reading } from "./problem";
import type { Fields } from "./object-form";

/** Types that a `config:` declaration in `Pulumi.yaml` knows; "number" is ours and never declared at the top. */
export type PulumiType = "string" | "integer" | "boolean" | "object" | { readonly arrayOf: PulumiType };

/** The form of a value: what is allowed, in words, and how to read it. `read` never throws. */
export interface Form<T> {
  /** Finishes the sentence "allowed: …". */
  readonly allowed: string;
  readonly pulumiType: PulumiType;
  readonly read: (value: unknown, path: string) => Reading<T>;
  /** The keys inside, for the documentation. */
  readonly fields?: Fields;
}

/** Text that `accepts` says yes to. `hidden`: what was found is never shown. */
export function text(
  allowed: string,
  accepts: (value: string) => boolean,
  options: { readonly hidden?: boolean } = {},
): Form<string> {
  const describeFound = options.hidden ? describeHidden : describe;
  return {
    allowed,
    pulumiType: "string",
    read: (value, path) =>
      typeof value === "string" && accepts(value) ? accepted(value) : refused(path, describeFound(value), allowed),
  };
}

/** Text that matches `pattern` (anchor it) and has at most `maxLength` characters, checked first. */
export function textMatching(allowed: string, pattern: RegExp, maxLength = 2048): Form<string> {
  return text(allowed, (value) => value.length <= maxLength && pattern.test(value));
}

/** One of the given words. */
export function oneOf<const T extends string>(words: readonly T[]): Form<T> {
  const allowed = words.length === 1 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  return {
    allowed,
    pulumiType: "string",
    read: (value, path) => {
      const word = words.find((candidate) => candidate === value);
      return word === undefined ? refused(path, describe(value), allowed) : accepted(word);
    },
  };
}

/** A whole number that `accepts` says yes to, or its decimal text, as Pulumi hands it over. */
export function integer(allowed: string, accepts: (value: number) => boolean): Form<number> {
  return {
    allowed,
    pulumiType: "integer",
    read: (value, path) => {
      const number = numberOf(value);
      return number !== undefined && Number.isSafeInteger(number) && accepts(number)
        ? accepted(number)
        : refused(path, describe(value), allowed);
    },
  };
}

export function integerBetween(least: number, most: number): Form<number> {
  return integer(`a whole number from ${least} to ${most}`, (value) => value >= least && value <= most);
}

/** A number, with or without decimals, or its text. */
export function numberBetween(least: number, most: number): Form<number> {
  const allowed = `a number from ${least} to ${most}`;
  return {
    allowed,
    pulumiType: "string",
    read: (value, path) => {
      const number = numberOf(value);
      return number !== undefined && number >= least && number <= most
        ? accepted(number)
        : refused(path, describe(value), allowed);
    },
  };
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "string") {
    return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
  }
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** true or false, or its text. */
export function boolean(): Form<boolean> {
  const allowed = "true or false";
  return {
    allowed,
    pulumiType: "boolean",
    read: (value, path) => {
      const known =
        value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
      return known === undefined ? refused(path, describe(value), allowed) : accepted(known);
    },
  };
}

/** A list, or its JSON text; every entry once. `most` and `least` count entries. */
export function listOf<T>(entry: Form<T>, { least = 0, most = 1000 } = {}): Form<readonly T[]> {
  const atLeast = least > 0 ? `at least ${least} entry, ` : "";
  const allowed = `a list (${atLeast}at most ${most}, no entry twice), each entry ${entry.allowed}`;
  return {
    allowed,
    pulumiType: { arrayOf: entry.pulumiType },
    ...(entry.fields === undefined ? {} : { fields: entry.fields }),
    read: (value, path) => {
      const list = fromJsonText(value);
      if (!Array.isArray(list) || list.length < least || list.length > most) {
        return refused(path, describe(list), allowed);
      }
      const seen = new Set<unknown>();
      return together(
        list.map((item, index) => onlyOnce(seen, item, `${path}[${index}]`) ?? entry.read(item, `${path}[${index}]`)),
      );
    },
  };
}

/** Only text and numbers are compared; lists of objects say themselves what makes two entries the same. */
function onlyOnce(seen: Set<unknown>, item: unknown, path: string): Reading<never> | undefined {
  if (typeof item !== "string" && typeof item !== "number") {
    return undefined;
  }
  const isRepeated = seen.has(item);
  seen.add(item);
  return isRepeated ? refused(path, `${describe(item)} a second time`, "each entry once") : undefined;
}

/** An object of any keys of one form, or its JSON text. */
export function recordOf<T>(key: Form<string>, entry: Form<T>, most: number): Form<Readonly<Record<string, T>>> {
  const allowed = `an object (at most ${most} keys), each key ${key.allowed}, each value ${entry.allowed}`;
  return {
    allowed,
    pulumiType: "object",
    read: (value, path) => {
      const record = fromJsonText(value);
      if (!isObject(record) || Object.keys(record).length > most) {
        return refused(path, describe(record), allowed);
      }
      const readings = Object.entries(record).map(([name, item]) => readEntry(key, entry, path, name, item));
      const all = together(readings);
      return all.ok ? accepted(Object.fromEntries(all.value)) : all;
    },
  };
}

function readEntry<T>(
  key: Form<string>,
  entry: Form<T>,
  path: string,
  name: string,
  item: unknown,
): Reading<readonly [string, T]> {
  const at = keyPath(path, name);
  const readKey = key.read(name, at);
  const readItem = entry.read(item, at);
  if (readKey.ok && readItem.ok) {
    return accepted([readKey.value, readItem.value] as const);
  }
  return { ok: false, problems: [...problemsOf(readKey), ...problemsOf(readItem)] };
}

/** Reads on from what `form` gives; not called where `form` refuses. */
export function andThen<T, U>(form: Form<T>, next: (value: T, path: string) => Reading<U>): Form<U> {
  return {
    ...form,
    read: (value, path) => {
      const reading = form.read(value, path);
      return reading.ok ? next(reading.value, path) : reading;
    },
  };
}

export function problemsOf(reading: Reading<unknown>): readonly Problem[] {
  return reading.ok ? [] : reading.problems;
}

/** All values, or all problems. */
export function together<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const problems = readings.flatMap(problemsOf);
  return problems.length > 0
    ? { ok: false, problems }
    : accepted(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])));
}
