import { problemsOf } from "./form";
import type { Form } from "./form";
import { fromJsonText, isObject } from "./json-text";
import { nearestName } from "./nearest";
import { accepted, describe, keyPath, refused } from "./problem";
import type { Problem, Reading } from "./problem";

/** One key of an object: its form, what it means, and what holds where it is not written. */
export interface Field<T> {
  readonly form: Form<T>;
  readonly meaning: string;
  readonly presence: "required" | "optional" | "default";
  /** As a stack file would write it; goes through the form like any other value. */
  readonly default?: unknown;
  /** Words for the default in the documentation, where its value does not say it all. */
  readonly shownDefault?: string;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export function required<T>(form: Form<T>, meaning: string): Field<T> {
  return { form, meaning, presence: "required" };
}

/** A key whose absence means something that no value says; `shownDefault` says what. */
export function optional<T>(form: Form<T>, meaning: string, shownDefault = "none"): Field<T | undefined> {
  return { form, meaning, presence: "optional", shownDefault };
}

export function defaulted<T>(form: Form<T>, value: unknown, meaning: string, shownDefault?: string): Field<T> {
  return {
    form,
    meaning,
    presence: "default",
    default: value,
    ...(shownDefault === undefined ? {} : { shownDefault }),
  };
}

/** An object of these keys and no others, or its JSON text. Keys that are not written get their defaults. */
export function object<F extends Fields>(fields: F): Form<ValuesOf<F>> {
  const names = Object.keys(fields);
  const allowed = `an object with ${names.length === 1 ? "the key" : "keys of"} ${names.join(", ")}`;
  return {
    allowed,
    pulumiType: "object",
    fields,
    read: (value, path) => {
      const found = fromJsonText(value);
      return isObject(found) ? readFields(fields, found, path) : refused(path, describe(found), allowed);
    },
  };
}

function readFields<F extends Fields>(
  fields: F,
  found: Readonly<Record<string, unknown>>,
  path: string,
): Reading<ValuesOf<F>> {
  const readings = Object.entries(fields).map(([name, field]) => [name, readField(field, found, name, path)] as const);
  const problems = [
    ...readings.flatMap(([, reading]) => (reading === undefined ? [] : problemsOf(reading))),
    ...unknownKeys(Object.keys(fields), found, path),
  ];
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const entries = readings.flatMap(([name, reading]) => (reading?.ok ? [[name, reading.value] as const] : []));
  return accepted(Object.fromEntries(entries) as ValuesOf<F>);
}

function readField(
  field: Field<unknown>,
  found: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
): Reading<unknown> | undefined {
  const at = keyPath(path, name);
  const value = Object.hasOwn(found, name) ? found[name] : undefined;
  if (value !== undefined) {
    return field.form.read(value, at);
  }
  if (field.presence === "optional") {
    return undefined;
  }
  return field.presence === "default" ? field.form.read(field.default, at) : refused(at, "nothing", field.form.allowed);
}

function unknownKeys(names: readonly string[], found: object, path: string): readonly Problem[] {
  return Object.keys(found)
    .filter((key) => !names.includes(key))
    .map((key) => ({
      path: keyPath(path, key),
      found: "an unknown key",
      allowed: `${nearestName(key, names)} is the nearest known key${names.length > 9 ? "" : ` of ${names.join(", ")}`}`,
    }));
}

/** Those of `names` that `value` has, for keys of which some exclude each other. */
export function present<K extends string>(value: { readonly [N in K]?: unknown }, names: readonly K[]): readonly K[] {
  return names.filter((name) => value[name] !== undefined);
}
