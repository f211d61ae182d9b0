import { compileSelector, isObject } from "./compile-selector";
import { compileComparison, compileTexts } from "./compile-value";
import { parseFilterPattern } from "./parse";
import type { Comparison, Expression, FilterPattern, IsCondition, Selector } from "./pattern";
import { printSelector } from "./print";

type Matches = (record: unknown) => boolean;

/**
 * The pattern as a function that says whether a parsed log event matches, made for many records: parsed once, nothing
 * allocated per record. An event that is not a JSON object matches the empty pattern only. Throws what
 * parseFilterPattern throws.
 */
export function compileFilterPattern(text: string): Matches {
  return compileParsedPattern(parseFilterPattern(text));
}

/** The same for a pattern already parsed. */
export function compileParsedPattern(pattern: FilterPattern): Matches {
  if (pattern.kind === "everything") return () => true;
  const matches = compileExpression(pattern);
  return (record) => isObject(record) && matches(record);
}

function compileExpression(expression: Expression): Matches {
  switch (expression.kind) {
    case "and":
      return all(expression.operands.map(compileExpression));
    case "or":
      return compileAlternatives(expression.operands);
    case "comparison":
      return compileSelector(expression.selector, compileComparison(expression.operator, expression.value));
    case "is":
      return compileIs(expression);
    case "notExists":
      return not(compileSelector(expression.selector, isPresent));
  }
}

/**
 * Long lists of `($.eventName = A) || ($.eventName = B)` are what the CIS alarms are made of: the field is read once and
 * looked up among all the texts. The order of alternatives does not matter, as none has an effect.
 */
function compileAlternatives(operands: readonly Expression[]): Matches {
  const textsBySelector = new Map<string, { selector: Selector; texts: string[] }>();
  const others: Matches[] = [];
  for (const operand of operands) {
    if (operand.kind === "comparison" && isTextEquality(operand)) {
      const key = printSelector(operand.selector);
      const group = textsBySelector.get(key) ?? { selector: operand.selector, texts: [] };
      group.texts.push(operand.value.text);
      textsBySelector.set(key, group);
    } else others.push(compileExpression(operand));
  }
  const groups = [...textsBySelector.values()];
  return any([...groups.map(({ selector, texts }) => compileSelector(selector, compileTexts(texts))), ...others]);
}

function isTextEquality({ operator, value }: Comparison): boolean {
  return operator === "=" && value.kind === "string";
}

function compileIs({ selector, constant }: IsCondition): Matches {
  const expected = { NULL: null, TRUE: true, FALSE: false }[constant];
  return compileSelector(selector, (value) => value === expected);
}

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

function not(matches: Matches): Matches {
  return (record) => !matches(record);
}

function all(operands: readonly Matches[]): Matches {
  return (record) => {
    for (let index = 0; index < operands.length; index += 1) {
      if (operands[index]?.(record) === false) return false;
    }
    return true;
  };
}

function any(operands: readonly Matches[]): Matches {
  const [only] = operands;
  if (only !== undefined && operands.length === 1) return only;
  return (record) => {
    for (let index = 0; index < operands.length; index += 1) {
      if (operands[index]?.(record) === true) return true;
    }
    return false;
  };
}
