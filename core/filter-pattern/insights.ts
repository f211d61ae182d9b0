import { parseFilterPattern } from "./parse";
import type { Comparison, Expression, Selector } from "./pattern";

/**
 * A filter pattern as a condition of a Logs Insights query, for patterns of texts (`=`, `!=`) and NOT EXISTS on named
 * fields, as the CIS alarms are. Throws an Error for anything else. Insights finds records without the field by `!=`, too,
 * where a filter pattern does not. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function insightsCondition(pattern: string): string {
  const parsed = parseFilterPattern(pattern);
  if (parsed.kind === "everything") throw new Error("the empty pattern is no condition");
  return conditionOf(parsed);
}

function conditionOf(expression: Expression): string {
  switch (expression.kind) {
    case "and":
      return expression.operands.map(inBrackets).join(" and ");
    case "or":
      return anyOf(expression.operands);
    case "notExists":
      return `not ispresent(${fieldOf(expression.selector)})`;
    case "comparison":
      return comparisonOf(expression);
    case "is":
      throw new Error("IS has no condition of Logs Insights here");
  }
}

function inBrackets(expression: Expression): string {
  const condition = conditionOf(expression);
  const isJunction = expression.kind === "and" || expression.kind === "or";
  return isJunction && / (?:and|or) /.test(condition) ? `(${condition})` : condition;
}

/** Texts for one field go into one list: an address in the browser has little room. */
function anyOf(operands: readonly Expression[]): string {
  const texts = new Map<string, string[]>();
  const others: string[] = [];
  for (const operand of operands) {
    if (operand.kind === "comparison" && isPlainText(operand)) {
      const field = fieldOf(operand.selector);
      texts.set(field, [...(texts.get(field) ?? []), quoted(operand.value.text)]);
    } else others.push(inBrackets(operand));
  }
  const lists = [...texts].map(([field, values]) =>
    values.length === 1 ? `${field} = ${values[0] ?? ""}` : `${field} in [${values.join(",")}]`,
  );
  return [...lists, ...others].join(" or ");
}

function comparisonOf({ selector, operator, value }: Comparison): string {
  const field = fieldOf(selector);
  if (value.kind !== "string" || (operator !== "=" && operator !== "!=")) {
    throw new Error(`a comparison of ${field} has no condition of Logs Insights here`);
  }
  if (!value.text.includes("*")) return `${field} ${operator} ${quoted(value.text)}`;
  const segments = value.text.split("*").map((text) => text.replace(/[^A-Za-z0-9]/g, String.raw`\$&`));
  return `${field} ${operator === "=" ? "like" : "not like"} /^${segments.join(".*")}$/`;
}

function isPlainText({ operator, value }: Comparison): boolean {
  return operator === "=" && value.kind === "string" && !value.text.includes("*");
}

function fieldOf(selector: Selector): string {
  return selector
    .map((step) => {
      if (step.kind !== "member" || !/^[A-Za-z]\w*$/.test(step.name)) {
        throw new Error("the selector has no field of Logs Insights here");
      }
      return step.name;
    })
    .join(".");
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}
