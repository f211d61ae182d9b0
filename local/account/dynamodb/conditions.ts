import { valueAt } from "./paths";
import type { TokenReader } from "./tokens";
import { equalValues, setOf, sortText, typeOf, type AttributeValue, type Item } from "./values";

export type Condition = (item: Item) => boolean;
export type Operand = (item: Item) => AttributeValue | undefined;

const COMPARATORS: readonly string[] = ["=", "<>", "<", "<=", ">", ">="];
const TYPES: readonly string[] = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"];

/** Reads a whole condition or filter expression (Developer Guide, "Condition and filter expressions"). */
export function readCondition(reader: TokenReader): Condition {
  const condition = readOr(reader);
  reader.end();
  return condition;
}

function readOr(reader: TokenReader): Condition {
  const alternatives = [readAnd(reader)];
  while (reader.accept("OR")) {
    alternatives.push(readAnd(reader));
  }
  return (item) => alternatives.some((each) => each(item));
}

function readAnd(reader: TokenReader): Condition {
  const parts = [readNot(reader)];
  while (reader.accept("AND")) {
    parts.push(readNot(reader));
  }
  return (item) => parts.every((each) => each(item));
}

function readNot(reader: TokenReader): Condition {
  if (reader.accept("NOT")) {
    const negated = readNot(reader);
    return (item) => !negated(item);
  }
  if (reader.accept("(")) {
    const inner = readOr(reader);
    reader.expect(")");
    return inner;
  }
  return readComparison(reader);
}

function readComparison(reader: TokenReader): Condition {
  // `size` is the one function that yields a value to compare.
  const call = reader.peek()?.toLowerCase() === "size" ? undefined : reader.acceptCall();
  if (call !== undefined) {
    return readFunction(reader, call);
  }
  const left = readOperand(reader);
  if (reader.accept("BETWEEN")) {
    const low = readOperand(reader);
    reader.expect("AND");
    const high = readOperand(reader);
    return (item) => compare(low(item), "<=", left(item)) && compare(left(item), "<=", high(item));
  }
  if (reader.accept("IN")) {
    const choices = readList(reader);
    return (item) => choices.some((choice) => compare(left(item), "=", choice(item)));
  }
  const comparator = readComparator(reader);
  const right = readOperand(reader);
  return (item) => compare(left(item), comparator, right(item));
}

export function readComparator(reader: TokenReader): string {
  const comparator = COMPARATORS.find((each) => reader.accept(each));
  if (comparator === undefined) {
    throw reader.syntaxError();
  }
  return comparator;
}

function readList(reader: TokenReader): Operand[] {
  reader.expect("(");
  const operands = [readOperand(reader)];
  while (reader.accept(",")) {
    operands.push(readOperand(reader));
  }
  reader.expect(")");
  if (operands.length > 100) {
    throw reader.refuse("The IN operator is provided with too many operands; number of operands: over 100");
  }
  return operands;
}

export function readOperand(reader: TokenReader): Operand {
  const value = reader.acceptValue();
  if (value !== undefined) {
    return () => value;
  }
  if (reader.peek(1) === "(" && reader.acceptCall() === "size") {
    const path = reader.path();
    reader.expect(")");
    return (item) => sizeOf(valueAt(item, path));
  }
  const path = reader.path();
  return (item) => valueAt(item, path);
}

function readFunction(reader: TokenReader, name: string): Condition {
  if (name === "attribute_exists" || name === "attribute_not_exists") {
    const path = reader.path();
    reader.expect(")");
    return (item) => (valueAt(item, path) !== undefined) === (name === "attribute_exists");
  }
  if (name !== "attribute_type" && name !== "begins_with" && name !== "contains") {
    throw reader.refuse(`Invalid function name; function: ${name}`);
  }
  const left = readOperand(reader);
  reader.expect(",");
  const right = readOperand(reader);
  reader.expect(")");
  if (name === "attribute_type") {
    return attributeType(reader, left, right);
  }
  const holds = name === "begins_with" ? beginsWith : contains;
  return (item) => holds(left(item), right(item));
}

function attributeType(reader: TokenReader, left: Operand, right: Operand): Condition {
  const wanted = right(Object.create(null));
  const type = wanted !== undefined && "S" in wanted ? wanted.S : undefined;
  if (type === undefined || !TYPES.includes(type)) {
    throw reader.refuse("Invalid attribute type name found; operator: attribute_type");
  }
  return (item) => {
    const value = left(item);
    return value !== undefined && typeOf(value) === type;
  };
}

function compare(left: AttributeValue | undefined, comparator: string, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) {
    return comparator === "<>";
  }
  if (comparator === "=" || comparator === "<>") {
    return equalValues(left, right) === (comparator === "=");
  }
  const [first, second] = [sortText(left), sortText(right)];
  if (first === undefined || second === undefined || first[0] !== second[0]) {
    return false;
  }
  const order = first < second ? -1 : first > second ? 1 : 0;
  return comparator === "<"
    ? order < 0
    : comparator === "<="
      ? order <= 0
      : comparator === ">"
        ? order > 0
        : order >= 0;
}

function beginsWith(value: AttributeValue | undefined, prefix: AttributeValue | undefined): boolean {
  if (value === undefined || prefix === undefined || "N" in value) {
    return false;
  }
  const [text, beginning] = [sortText(value), sortText(prefix)];
  return text !== undefined && beginning !== undefined && text.startsWith(beginning);
}

function contains(value: AttributeValue | undefined, wanted: AttributeValue | undefined): boolean {
  if (value === undefined || wanted === undefined) {
    return false;
  }
  if ("L" in value) {
    return value.L.some((element) => equalValues(element, wanted));
  }
  const set = setOf(value);
  if (set !== undefined) {
    return typeOf(wanted) === set.type[0] && set.members.includes(String(Object.values(wanted)[0]));
  }
  if ("N" in value || typeOf(value) !== typeOf(wanted)) {
    return false;
  }
  const [text, part] = [sortText(value), sortText(wanted)];
  return text !== undefined && part !== undefined && text.slice(1).includes(part.slice(1));
}

/** Characters would be wrong here: DynamoDB counts the bytes of a string. */
function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) {
    return undefined;
  }
  const members = setOf(value)?.members ?? ("L" in value ? value.L : "M" in value ? Object.keys(value.M) : undefined);
  if (members !== undefined) {
    return { N: String(members.length) };
  }
  const text = "N" in value ? undefined : sortText(value);
  return text === undefined ? undefined : { N: String(text.length - 1) };
}
