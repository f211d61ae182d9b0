import type { Literal, Path, Tree } from "./random-pattern";

/**
 * Writes a tree as a pattern with blanks and superfluous parentheses where `choose` says so: a number from 0 up to, not
 * including, its argument.
 */
export function write(tree: Tree, choose: (count: number) => number): string {
  const blank = (): string => ["", "", " ", "  ", "\t", "\n"][choose(6)] ?? "";
  const written = (node: Tree, inside: "or" | "and" | "nothing"): string => {
    const text = `${blank()}${bare(node)}${blank()}`;
    const needed = node.kind === "or" && inside === "and";
    if (needed || choose(4) === 0) return `${blank()}(${choose(8) === 0 ? `(${text})` : text})${blank()}`;
    return text;
  };
  const bare = (node: Tree): string => {
    if ("operands" in node) {
      const operands = node.operands.map((operand) => written(operand, node.kind));
      return operands.join(node.kind === "and" ? "&&" : "||");
    }
    const selector = writePath(node.path, choose);
    if (node.kind === "is") return `${selector} ${blank()}IS ${blank()}${node.constant}`;
    if (node.kind === "absent") return `${selector} ${blank()}NOT ${blank()}EXISTS`;
    return `${selector}${blank()}${node.operator}${blank()}${writeLiteral(node.literal)}`;
  };
  return `${blank()}{${written(tree, "nothing")}}${blank()}`;
}

function writePath(path: Path, choose: (count: number) => number): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    if (step === "[*]") return step;
    return step.includes(".") || (step !== "*" && choose(4) === 0) ? `.['${step}']` : `.${step}`;
  });
  return `$${steps.join("")}`;
}

function writeLiteral(literal: Literal): string {
  if (literal.kind === "regex") return `%${literal.text}%`;
  if (literal.kind === "number" || literal.bare) return literal.text;
  return `"${literal.text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
