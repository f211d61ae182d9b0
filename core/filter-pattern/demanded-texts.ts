import type { Expression, FilterPattern } from "./pattern";

/**
 * The texts of which a top-level field has to equal one, or a number in a text's digits, for the pattern to match; undefined
 * where it may match a field of another value. Nearly every pattern on CloudTrail names its events: whoever has many patterns
 * need ask only those that name the event.
 */
export function demandedTexts(pattern: FilterPattern, field: string): ReadonlySet<string> | undefined {
  if (pattern.kind === "everything") return undefined;
  return textsOf(pattern, field);
}

function textsOf(expression: Expression, field: string): ReadonlySet<string> | undefined {
  switch (expression.kind) {
    case "or": {
      const sets = expression.operands.map((operand) => textsOf(operand, field));
      return sets.includes(undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]));
    }
    case "and":
      return expression.operands.map((operand) => textsOf(operand, field)).find((set) => set !== undefined);
    case "comparison": {
      const { selector, operator, value } = expression;
      const [step, ...more] = selector;
      const isOfField = more.length === 0 && step?.kind === "member" && step.name === field;
      const isPlain = operator === "=" && value.kind === "string" && !value.text.includes("*");
      return isOfField && isPlain ? new Set([value.text]) : undefined;
    }
    default:
      return undefined;
  }
}
