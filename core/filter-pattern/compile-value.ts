import { compileSegments } from "../wildcard-segments";
import type { Operator, Value } from "./pattern";
import { regexFor } from "./regex";

type Test = (value: unknown) => boolean;
type TextTest = (text: string) => boolean;

/**
 * The test of a field against a value. The AWS page: value nodes "can be strings or numbers", so null, true, false, an
 * object, an array and a missing field make every comparison false, `!=` included
 * (seen in the console: https://github.com/DataBiosphere/azul/issues/5884).
 *
 * The page does not say how text and numbers meet. Here a string or regular expression is compared with the text of a
 * JSON number, so that `"*"` holds for one (CDK's FilterPattern.exists is that, and its example a latency) and `"5"`
 * equals 5. A number is compared with JSON numbers by size and, by = and != only, with strings by its digits as written,
 * since a bare `111122223333` is also a string of letters and digits.
 */
export function compileComparison(operator: Operator, value: Value): Test {
  if (value.kind === "number") return compileNumber(operator, value.text);
  const holds = value.kind === "regex" ? compileRegex(value.text) : compileSegments(value.text.split("*"));
  return operator === "!=" ? forText((text) => !holds(text)) : forText(holds);
}

/** The test of a field for being any of some texts, with wildcards or without. */
export function compileTexts(texts: readonly string[]): Test {
  const plain = texts.filter((text) => !text.includes("*"));
  const wild = texts.filter((text) => text.includes("*")).map((text) => compileSegments(text.split("*")));
  const [only] = plain;
  if (wild.length === 0 && plain.length === 1) return forText((text) => text === only);
  return forText((text) => {
    if (plain.includes(text)) return true;
    for (let index = 0; index < wild.length; index += 1) if (wild[index]?.(text) === true) return true;
    return false;
  });
}

function forText(holds: TextTest): Test {
  return (value) => (typeof value === "string" ? holds(value) : typeof value === "number" && holds(String(value)));
}

function compileRegex(text: string): TextTest {
  const expression = regexFor(text);
  return (candidate) => expression.test(candidate);
}

function compileNumber(operator: Operator, text: string): Test {
  const number = Number(text);
  switch (operator) {
    case "=":
      return (value) => value === number || value === text;
    case "!=":
      return (value) => (typeof value === "number" ? value !== number : typeof value === "string" && value !== text);
    case "<":
      return (value) => typeof value === "number" && value < number;
    case ">":
      return (value) => typeof value === "number" && value > number;
    case "<=":
      return (value) => typeof value === "number" && value <= number;
    case ">=":
      return (value) => typeof value === "number" && value >= number;
  }
}
