import type { Literal, Path, Tree } from "./random-pattern";

/** What a tree says of a record, worked out the slow way from the tree alone. */
export function evaluate(tree: Tree, record: unknown): boolean {
  if ("operands" in tree) {
    const verdicts = tree.operands.map((operand) => evaluate(operand, record));
    return tree.kind === "and" ? !verdicts.includes(false) : verdicts.includes(true);
  }
  const found = select(tree.path, [record]);
  if (tree.kind === "absent") return found.length === 0;
  if (tree.kind === "is") {
    return found.some((value) => JSON.stringify(value) === tree.constant.toLowerCase());
  }
  return found.some((value) => compare(value, tree.operator, tree.literal));
}

/** All values that a path leads to, none where it leads nowhere. */
function select(path: Path, values: unknown[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return values;
  return select(
    rest,
    values.flatMap((value): unknown[] => {
      if (typeof value !== "object" || value === null) return [];
      if (Array.isArray(value))
        return step === "[*]" ? value : typeof step === "number" ? value.slice(step, step + 1) : [];
      if (step === "*") return Object.values(value);
      return Object.entries(value)
        .filter(([name]) => name === step)
        .map(([, member]) => member as unknown);
    }),
  );
}

function compare(value: unknown, operator: string, literal: Literal): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  if (operator === "=" || operator === "!=") return equals(value, literal) === (operator === "=");
  if (typeof value === "string") return false;
  const difference = value - Number(literal.text);
  if (difference === 0) return operator.endsWith("=");
  return operator.startsWith(difference < 0 ? "<" : ">");
}

function equals(value: string | number, literal: Literal): boolean {
  if (literal.kind === "regex") return literal.holds(`${value}`);
  if (literal.kind === "text") return fits([...`${value}`], [...literal.text]);
  return typeof value === "number" ? value === Number(literal.text) : value === literal.text;
}

/** Wildcards by trying every way to share out the characters. */
function fits(text: string[], pattern: string[]): boolean {
  const [head, ...tail] = pattern;
  if (head === undefined) return text.length === 0;
  if (head === "*") return fits(text, tail) || (text.length > 0 && fits(text.slice(1), pattern));
  return text[0] === head && fits(text.slice(1), tail);
}
