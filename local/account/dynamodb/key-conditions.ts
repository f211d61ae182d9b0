import { validationError } from "../service-error";
import { readComparator } from "./conditions";
import { AFTER_ALL, WHOLE_PARTITION, type SortRange } from "./ordered-rows";
import type { Path } from "./paths";
import type { Keys, TableSetup } from "./keys";
import type { TokenReader } from "./tokens";
import { sortText, typeOf, type AttributeValue } from "./values";

interface KeyTerm {
  readonly path: Path;
  readonly operator: string;
  readonly values: readonly AttributeValue[];
}

/** What a key condition says, before it is known which attribute is which key. */
export type KeyCondition = readonly KeyTerm[];

/** Reads a whole key condition: one term, or two joined by AND. Throws a ValidationException. */
export function readKeyCondition(reader: TokenReader): KeyCondition {
  const terms = readTerms(reader);
  reader.end();
  return terms;
}

/**
 * The partition and the range that the condition selects. Throws a ValidationException when it does not fit the keys,
 * or the types declared for them.
 */
export function resolveKeyCondition(
  terms: KeyCondition,
  keys: Keys,
  types: TableSetup["attributeTypes"] = {},
): { readonly hash: AttributeValue; readonly range: SortRange } {
  const hash = terms.find((term) => isAttribute(term, keys.hashKey) && term.operator === "=");
  const range = terms.find((term) => term !== hash);
  const [value] = hash?.values ?? [];
  if (value === undefined) {
    throw validationError(`Query condition missed key schema element: ${keys.hashKey}`);
  }
  if (terms.length > 2 || (range !== undefined && !isAttribute(range, keys.rangeKey))) {
    throw validationError("Query key condition not supported");
  }
  for (const term of terms) {
    const type = types[String(term.path[0])];
    if (term.values.some((each) => typeOf(each) !== (type ?? typeOf(each)))) {
      throw wrongType();
    }
  }
  return { hash: value, range: range === undefined ? WHOLE_PARTITION : rangeOf(range) };
}

function readTerms(reader: TokenReader): KeyTerm[] {
  const terms = readTerm(reader);
  while (reader.accept("AND")) {
    terms.push(...readTerm(reader));
  }
  return terms;
}

function readTerm(reader: TokenReader): KeyTerm[] {
  if (reader.accept("(")) {
    const terms = readTerms(reader);
    reader.expect(")");
    return terms;
  }
  const call = reader.acceptCall();
  if (call !== undefined) {
    if (call !== "begins_with") {
      throw reader.refuse(`Invalid operator used in KeyConditionExpression: ${call}`);
    }
    const path = reader.path();
    reader.expect(",");
    const value = readKeyValue(reader);
    reader.expect(")");
    return [{ path, operator: call, values: [value] }];
  }
  const path = reader.path();
  if (reader.accept("BETWEEN")) {
    const low = readKeyValue(reader);
    reader.expect("AND");
    return [{ path, operator: "BETWEEN", values: [low, readKeyValue(reader)] }];
  }
  const operator = readComparator(reader);
  if (operator === "<>") {
    throw reader.refuse("Invalid operator used in KeyConditionExpression: <>");
  }
  return [{ path, operator, values: [readKeyValue(reader)] }];
}

function readKeyValue(reader: TokenReader): AttributeValue {
  const value = reader.acceptValue();
  if (value === undefined) {
    throw reader.syntaxError();
  }
  return value;
}

function isAttribute(term: KeyTerm, name: string | undefined): boolean {
  return term.path.length === 1 && term.path[0] === name;
}

function rangeOf({ operator, values }: KeyTerm): SortRange {
  const texts = values.map((value) => sortText(value));
  const [low, high = low] = texts;
  if (low === undefined || high === undefined || texts.includes(undefined)) {
    throw wrongType();
  }
  // The first character is the type; texts of one type lie between it and the next.
  const type = low.slice(0, 1);
  const after = (text: string) => `${text}\u0000`;
  switch (operator) {
    case "=":
      return { from: low, to: after(low) };
    case "<":
      return { from: type, to: low };
    case "<=":
      return { from: type, to: after(low) };
    case ">":
      return { from: after(low), to: type + AFTER_ALL };
    case ">=":
      return { from: low, to: type + AFTER_ALL };
    case "BETWEEN":
      if (low > high) {
        throw validationError(
          "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound",
        );
      }
      return { from: low, to: after(high) };
    default:
      if (type === "N") {
        throw wrongType();
      }
      return { from: low, to: low + AFTER_ALL };
  }
}

function wrongType(): Error {
  const text = "Condition parameter type does not match schema type";
  return validationError(`One or more parameter values were invalid: ${text}`);
}
