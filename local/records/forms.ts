import { RecordsError } from "./records";

type Fields = Readonly<Record<string, unknown>>;

/** Readers of parsed JSON: each throws a RecordsError that names the place and what was expected there. */
export function objectOf(value: unknown, place: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(place, "an object");
  return value as Fields;
}

export function textIn(fields: Fields, field: string, place: string): string {
  const value = fields[field];
  if (typeof value !== "string") throw wrong(`${place}.${field}`, "a text");
  return value;
}

export function optionalTextIn(fields: Fields, field: string, place: string): string | undefined {
  return fields[field] === undefined ? undefined : textIn(fields, field, place);
}

export function numberIn(fields: Fields, field: string, place: string): number {
  const value = fields[field];
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrong(`${place}.${field}`, "a number");
  return value;
}

export function flagIn(fields: Fields, field: string, place: string): boolean {
  const value = fields[field];
  if (typeof value !== "boolean") throw wrong(`${place}.${field}`, "true or false");
  return value;
}

export function listIn(fields: Fields, field: string, place: string): readonly unknown[] {
  const value = fields[field];
  if (!Array.isArray(value)) throw wrong(`${place}.${field}`, "a list");
  return value;
}

export function textsIn(fields: Fields, field: string, place: string): readonly string[] {
  return listIn(fields, field, place).map((value) => {
    if (typeof value !== "string") throw wrong(`${place}.${field}`, "a list of texts");
    return value;
  });
}

export function textsByNameIn(fields: Fields, field: string, place: string): Readonly<Record<string, string>> {
  const named = Object.entries(objectOf(fields[field], `${place}.${field}`));
  return Object.fromEntries(
    named.map(([name, value]) => {
      if (typeof value !== "string") throw wrong(`${place}.${field}`, "texts by name");
      return [name, value];
    }),
  );
}

export function wrong(place: string, expected: string): RecordsError {
  return new RecordsError(`${place} is not ${expected}`);
}
