import { validationError } from "../service-error";
import { readOperand, type Operand } from "./conditions";
import { addDecimals, formatDecimal, negateDecimal, parseDecimal } from "./decimal";
import { firstOverlap, valueAt, withoutPaths, withValue, type Path } from "./paths";
import type { TokenReader } from "./tokens";
import { setOf, toSet, typeOf, type AttributeValue, type Item } from "./values";

/** A parsed update expression (Developer Guide, "Using update expressions in DynamoDB"). */
export interface Update {
  /** Every path that the expression changes, for `UPDATED_OLD`, `UPDATED_NEW` and the check of key attributes. */
  readonly paths: readonly Path[];
  /** The changed item; all operands are read from the item as it was. Throws a ValidationException. */
  apply(item: Item): Item;
}

interface Assignment {
  readonly path: Path;
  /** The new value; undefined removes the attribute. */
  readonly value: (item: Item) => AttributeValue | undefined;
}

const CLAUSES: Readonly<Record<string, (reader: TokenReader) => Assignment>> = {
  SET: readSet,
  REMOVE: (reader) => ({ path: reader.path(), value: () => undefined }),
  ADD: (reader) => readCombination(reader, add),
  DELETE: (reader) => readCombination(reader, subtract),
};

/** Reads a whole update expression. Throws a ValidationException, also when two of its paths overlap. */
export function readUpdate(reader: TokenReader): Update {
  const assignments: Assignment[] = [];
  const seen = new Set<string>();
  while (reader.peek() !== undefined) {
    const clause = Object.keys(CLAUSES).find((each) => reader.accept(each));
    const read = clause === undefined ? undefined : CLAUSES[clause];
    if (clause === undefined || read === undefined) {
      throw reader.syntaxError();
    }
    if (seen.has(clause)) {
      throw reader.refuse(`The "${clause}" section can only be used once in an update expression;`);
    }
    seen.add(clause);
    do {
      assignments.push(read(reader));
    } while (reader.accept(","));
  }
  const paths = assignments.map((assignment) => assignment.path);
  const overlap = firstOverlap(paths);
  if (overlap !== undefined) {
    const [one, two] = overlap.map((path) => `[${path.join(", ")}]`);
    throw reader.refuse(`Two document paths overlap with each other; path one: ${one}, path two: ${two}`);
  }
  return { paths, apply: (item) => applyAll(item, assignments) };
}

function applyAll(item: Item, assignments: readonly Assignment[]): Item {
  const values = assignments.map(({ path, value }) => ({ path, value: value(item) }));
  let changed = item;
  for (const { path, value } of values) {
    changed = value === undefined ? changed : withValue(changed, path, value);
  }
  return withoutPaths(
    changed,
    values.filter(({ value }) => value === undefined).map(({ path }) => path),
  );
}

function readSet(reader: TokenReader): Assignment {
  const path = reader.path();
  reader.expect("=");
  const left = readSetOperand(reader);
  const sign = reader.accept("+") ? 1 : reader.accept("-") ? -1 : 0;
  if (sign === 0) {
    return { path, value: (item) => required(left(item)) };
  }
  const right = readSetOperand(reader);
  return { path, value: (item) => sum(required(left(item)), required(right(item)), sign) };
}

function readSetOperand(reader: TokenReader): Operand {
  if (reader.accept("(")) {
    const inner = readSetOperand(reader);
    reader.expect(")");
    return inner;
  }
  const call = reader.acceptCall();
  if (call === undefined) {
    return readOperand(reader);
  }
  if (call !== "if_not_exists" && call !== "list_append") {
    throw reader.refuse(`Invalid function name; function: ${call}`);
  }
  if (call === "if_not_exists") {
    const path = reader.path();
    reader.expect(",");
    const otherwise = readSetOperand(reader);
    reader.expect(")");
    return (item) => valueAt(item, path) ?? otherwise(item);
  }
  const first = readSetOperand(reader);
  reader.expect(",");
  const second = readSetOperand(reader);
  reader.expect(")");
  return (item) => append(required(first(item)), required(second(item)));
}

function readCombination(
  reader: TokenReader,
  combine: (old: AttributeValue | undefined, operand: AttributeValue) => AttributeValue | undefined,
): Assignment {
  const path = reader.path();
  const operand = reader.acceptValue();
  if (operand === undefined) {
    throw reader.syntaxError();
  }
  return { path, value: (item) => combine(valueAt(item, path), operand) };
}

function required(value: AttributeValue | undefined): AttributeValue {
  if (value === undefined) {
    throw validationError("The provided expression refers to an attribute that does not exist in the item");
  }
  return value;
}

function sum(left: AttributeValue, right: AttributeValue, sign: number): AttributeValue {
  if (!("N" in left) || !("N" in right)) {
    throw wrongOperand(sign > 0 ? "+" : "-", "N" in left ? right : left);
  }
  const addend = parseDecimal(right.N);
  return { N: formatDecimal(addDecimals(parseDecimal(left.N), sign > 0 ? addend : negateDecimal(addend))) };
}

function append(first: AttributeValue, second: AttributeValue): AttributeValue {
  if (!("L" in first) || !("L" in second)) {
    throw wrongOperand("list_append", "L" in first ? second : first);
  }
  return { L: [...first.L, ...second.L] };
}

function add(old: AttributeValue | undefined, operand: AttributeValue): AttributeValue {
  const set = setOf(operand);
  if (set === undefined) {
    return sum(old ?? { N: "0" }, operand, 1);
  }
  const members = membersOf(old, set.type, "ADD");
  return toSet(set.type, [...new Set([...members, ...set.members])]);
}

function subtract(old: AttributeValue | undefined, operand: AttributeValue): AttributeValue | undefined {
  const set = setOf(operand);
  if (set === undefined) {
    throw wrongOperand("DELETE", operand);
  }
  const removed = new Set(set.members);
  const left = membersOf(old, set.type, "DELETE").filter((member) => !removed.has(member));
  // DynamoDB has no empty sets: an attribute whose last member goes, goes with it.
  return left.length === 0 ? undefined : toSet(set.type, left);
}

function membersOf(old: AttributeValue | undefined, type: string, operator: string): readonly string[] {
  const set = old === undefined ? undefined : setOf(old);
  if (old !== undefined && set?.type !== type) {
    throw wrongOperand(operator, old);
  }
  return set?.members ?? [];
}

function wrongOperand(operator: string, operand: AttributeValue): Error {
  const type = typeOf(operand);
  return validationError(
    `An operand in the update expression has an incorrect data type; operator: ${operator}, operand type: ${type}`,
  );
}
