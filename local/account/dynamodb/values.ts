import { validationError } from "../service-error";
import { formatDecimal, parseDecimal, sortableDecimal } from "./decimal";

/** One attribute in DynamoDB's JSON. Numbers are in plain notation, binary in base64, sets without duplicates. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** Attributes by name, without a prototype: `__proto__` and `toString` are names like any other. */
export type Item = Readonly<Record<string, AttributeValue>>;

export type ScalarType = "S" | "N" | "B";
export type SetType = "SS" | "NS" | "BS";

/** "Naming rules and data types": up to 32 levels of lists and maps. */
const DEEPEST_NESTING = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function toItem(entries: Iterable<readonly [string, AttributeValue]>): Item {
  const item: Record<string, AttributeValue> = Object.create(null);
  for (const [name, value] of entries) {
    item[name] = value;
  }
  return item;
}

/** Reads a map of attributes. Throws a ValidationException that names `field` when it is none. */
export function readItem(raw: unknown, field: string, depth = 0): Item {
  if (!isRecord(raw)) {
    throw validationError(`The parameter ${field} is not a map of attributes`);
  }
  return toItem(Object.entries(raw).map(([name, value]) => [name, readValue(value, depth)]));
}

/** Reads one attribute, in the form that is stored. Throws a ValidationException. */
export function readValue(raw: unknown, depth = 0): AttributeValue {
  const members = isRecord(raw) ? Object.entries(raw).filter(([, value]) => value !== undefined) : [];
  const [member] = members;
  if (member === undefined || members.length > 1) {
    throw validationError("Supplied AttributeValue has no type or more than one, must contain exactly one");
  }
  if (depth > DEEPEST_NESTING) {
    throw validationError("Nesting Levels have exceeded supported limits");
  }
  const [type, value] = member;
  switch (type) {
    case "S":
    case "N":
    case "B":
      return readScalar(type, value);
    case "BOOL":
      return { BOOL: typeof value === "boolean" ? value : refuseType(type) };
    case "NULL":
      return { NULL: value === true ? value : refuseType(type) };
    case "SS":
    case "NS":
    case "BS":
      return toSet(type, readSetMembers(type, value));
    case "L":
      return { L: Array.isArray(value) ? value.map((each) => readValue(each, depth + 1)) : refuseType(type) };
    case "M":
      return { M: readItem(value, "M", depth + 1) };
    default:
      return refuseType(type);
  }
}

function readScalar(type: ScalarType, value: unknown): AttributeValue {
  if (typeof value !== "string" || (type === "B" && !BASE64.test(value))) {
    return refuseType(type);
  }
  return type === "S" ? { S: value } : type === "N" ? { N: formatDecimal(parseDecimal(value)) } : { B: value };
}

function readSetMembers(type: SetType, value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw validationError(`An ${type === "SS" ? "string" : type === "NS" ? "number" : "binary"} set may not be empty`);
  }
  const read = value.map((each: unknown) => readScalar(type === "SS" ? "S" : type === "NS" ? "N" : "B", each));
  const texts = read.map((each) => String(Object.values(each)[0]));
  if (new Set(texts).size !== texts.length) {
    throw validationError("One or more parameter values were invalid: Input collection contains duplicates");
  }
  return texts;
}

export function toSet(type: SetType, members: readonly string[]): AttributeValue {
  return type === "SS" ? { SS: members } : type === "NS" ? { NS: members } : { BS: members };
}

export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? "NULL";
}

/** Type and members of a set; undefined for any other value. */
export function setOf(value: AttributeValue): { type: SetType; members: readonly string[] } | undefined {
  if ("SS" in value) {
    return { type: "SS", members: value.SS };
  }
  if ("NS" in value) {
    return { type: "NS", members: value.NS };
  }
  return "BS" in value ? { type: "BS", members: value.BS } : undefined;
}

/**
 * Text that sorts by code unit as DynamoDB sorts the values of one type: strings by their UTF-8 bytes, numbers by
 * value, binary by unsigned bytes. Undefined for a value that has no order.
 */
export function sortText(value: AttributeValue): string | undefined {
  if ("S" in value) {
    return `S${Buffer.from(value.S, "utf8").toString("latin1")}`;
  }
  if ("N" in value) {
    return `N${sortableDecimal(parseDecimal(value.N))}`;
  }
  return "B" in value ? `B${Buffer.from(value.B, "base64").toString("latin1")}` : undefined;
}

/** Equal in type and content; sets and maps without regard to order. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: AttributeValue): string {
  const set = setOf(value);
  if (set !== undefined) {
    return JSON.stringify([set.type, [...set.members].sort()]);
  }
  if ("L" in value) {
    return JSON.stringify(["L", value.L.map(canonical)]);
  }
  if ("M" in value) {
    const names = Object.keys(value.M).sort();
    return JSON.stringify(["M", names.map((name) => [name, canonical(value.M[name] ?? { NULL: true })])]);
  }
  return JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuseType(type: string): never {
  throw validationError(`The value of an attribute of type ${type.slice(0, 20)} has the wrong form`);
}
