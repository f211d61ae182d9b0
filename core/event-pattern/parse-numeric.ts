import type { Place } from "./fault";
import { refuse } from "./fault";
import type { Comparison, NumericOperator, ValueMatch } from "./pattern";

const operators: readonly NumericOperator[] = ["=", "<", "<=", ">", ">="];

/** "Numeric matching is limited to value between -5.0e9 and +5.0e9 inclusive". https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const largestNumber = 5e9;

const form = 'an operator and a number, or a lower and an upper bound, such as [">", 0, "<=", 5]';

/** The array behind `numeric`: one comparison, or a lower bound and then an upper one above it. */
export function parseNumeric(argument: unknown, place: Place): ValueMatch {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) {
    return refuse(place, argument, form);
  }
  const [first, second] = [comparison(argument.slice(0, 2), place), comparison(argument.slice(2), place)];
  if (first === undefined) return refuse(place, argument, form);
  if (second === undefined) return { kind: "numeric", comparisons: [first] };
  if (!first.operator.startsWith(">") || !second.operator.startsWith("<")) return refuse(place, argument, form);
  if (first.value >= second.value) return refuse(place, argument, "a lower bound below the upper one");
  return { kind: "numeric", comparisons: [first, second] };
}

function comparison([operator, value]: readonly unknown[], place: Place): Comparison | undefined {
  if (operator === undefined) return undefined;
  const known = operators.find((one) => one === operator) ?? refuse(place, operator, operators.join(", "));
  if (typeof value !== "number" || Math.abs(value) > largestNumber) {
    return refuse(place, value, "a number from -5000000000 to 5000000000");
  }
  return { operator: known, value };
}
