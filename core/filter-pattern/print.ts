import type { Expression, FilterPattern, Selector, Step, Value } from "./pattern";

/**
 * The pattern in one canonical form: single blanks, every text in quotes, parentheses only where an `||` stands inside
 * an `&&`. Parsing it gives the same tree again. Throws an Error for a field name with a single quote, which the
 * grammar cannot write.
 */
export function printFilterPattern(pattern: FilterPattern): string {
  return pattern.kind === "everything" ? "" : `{ ${printExpression(pattern)} }`;
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "or":
      return expression.operands.map(printExpression).join(" || ");
    case "and":
      return expression.operands.map(printConjunct).join(" && ");
    case "comparison":
      return `${printSelector(expression.selector)} ${expression.operator} ${printValue(expression.value)}`;
    case "is":
      return `${printSelector(expression.selector)} IS ${expression.constant}`;
    case "notExists":
      return `${printSelector(expression.selector)} NOT EXISTS`;
  }
}

function printConjunct(expression: Expression): string {
  return expression.kind === "or" ? `(${printExpression(expression)})` : printExpression(expression);
}

/** The selector as written in a pattern, from the "$" on. */
export function printSelector(selector: Selector): string {
  return `$${selector.map(printStep).join("")}`;
}

function printStep(step: Step): string {
  if (step.kind === "element") return `[${step.index}]`;
  if (step.kind === "anyElement") return "[*]";
  if (step.kind === "anyMember") return ".*";
  if (/^[A-Za-z0-9_-]+$/.test(step.name)) return `.${step.name}`;
  if (step.name === "" || step.name.includes("'")) {
    throw new Error(`a filter pattern cannot name the field ${JSON.stringify(step.name)}`);
  }
  return `.['${step.name}']`;
}

function printValue(value: Value): string {
  if (value.kind === "number") return value.text;
  if (value.kind === "regex") return `%${value.text}%`;
  return `"${value.text.replace(/["\\]/g, String.raw`\$&`)}"`;
}
