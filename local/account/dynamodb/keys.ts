import { validationError } from "../service-error";
import type { Place } from "./ordered-rows";
import { sortText, toItem, typeOf, type Item } from "./values";

export interface IndexSetup {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  /** What a read of the index sees; `ALL` when not said. */
  readonly projection?: "ALL" | "KEYS_ONLY" | "INCLUDE";
  /** With `INCLUDE`, the attributes beside the keys. */
  readonly nonKeyAttributes?: readonly string[];
}

export interface TableSetup {
  readonly name: string;
  readonly arn: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly ttlAttribute?: string;
  readonly indexes?: readonly IndexSetup[];
  /** Types of key attributes; a key attribute that is not named here may be of any of the three. */
  readonly attributeTypes?: Readonly<Record<string, "S" | "N" | "B">>;
}

export type Keys = Pick<TableSetup, "hashKey" | "rangeKey">;

/** "Constraints": a partition key has at most 2,048 bytes, a sort key at most 1,024. */
const LONGEST_KEY_BYTES = { hash: 2048, range: 1024 };

/** Place of an item or key in its table. Throws a ValidationException when key attributes are missing or wrong. */
export function primaryPlace(setup: TableSetup, item: Item): Place {
  const { hashKey, rangeKey } = setup;
  const sort = rangeKey === undefined ? "" : keyText(setup, item, rangeKey, LONGEST_KEY_BYTES.range);
  return { hash: keyText(setup, item, hashKey, LONGEST_KEY_BYTES.hash), sort };
}

function keyText(setup: TableSetup, item: Item, name: string, longest: number): string {
  const value = item[name];
  if (value === undefined) {
    throw validationError(`One or more parameter values were invalid: Missing the key ${name} in the item`);
  }
  checkKeyType(setup, name, item);
  const text = sortText(value) ?? "";
  if (text.length < 2) {
    const problem = "The AttributeValue for a key attribute cannot contain an empty value";
    throw validationError(`One or more parameter values are not valid. ${problem}. Key: ${name}`);
  }
  if (!("N" in value) && text.length - 1 > longest) {
    throw validationError(`One or more parameter values were invalid: Size of key ${name} exceeds ${longest} bytes`);
  }
  return text;
}

/** Throws a ValidationException when the attribute is there and can't be a key of its declared type. */
export function checkKeyType(setup: TableSetup, name: string, item: Item): void {
  const value = item[name];
  const actual = value === undefined ? undefined : typeOf(value);
  const expected = setup.attributeTypes?.[name];
  const fits = expected === undefined ? actual === "S" || actual === "N" || actual === "B" : actual === expected;
  if (actual !== undefined && !fits) {
    const text = `Type mismatch for key ${name} expected: ${expected ?? "S, N or B"} actual: ${actual}`;
    throw validationError(`One or more parameter values were invalid: ${text}`);
  }
}

export function namesOf(keys: Keys): string[] {
  return keys.rangeKey === undefined ? [keys.hashKey] : [keys.hashKey, keys.rangeKey];
}

export function pickNames(item: Item, names: readonly string[]): Item {
  return toItem(
    [...new Set(names)].flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Undefined for an item without the index's keys, which the index then does not hold. */
export function placeBy(keys: Keys, item: Item): Place | undefined {
  const [hash, range] = [item[keys.hashKey], keys.rangeKey === undefined ? undefined : item[keys.rangeKey]];
  const hashText = hash === undefined ? undefined : sortText(hash);
  const sort = keys.rangeKey === undefined ? "" : range === undefined ? undefined : sortText(range);
  return hashText === undefined || sort === undefined ? undefined : { hash: hashText, sort };
}
