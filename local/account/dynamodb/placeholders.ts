import { validationError } from "../service-error";
import type { Input } from "../types";
import { readValue, type AttributeValue } from "./values";

/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request, shared by all its expressions. */
export interface Placeholders {
  /** The attribute's name behind `#name`. Throws a ValidationException for an undeclared one. */
  name(placeholder: string, expression: string): string;
  /** The value behind `:value`. Throws a ValidationException for an undeclared one. */
  value(placeholder: string, expression: string): AttributeValue;
  /** Throws a ValidationException for what was declared and never used, as DynamoDB does. */
  finish(): void;
}

export function readPlaceholders(input: Input): Placeholders {
  const names = entriesOf(input, "ExpressionAttributeNames");
  const raw = entriesOf(input, "ExpressionAttributeValues");
  const values = new Map([...raw].map(([name, value]) => [name, readValue(value)]));
  const usedNames = new Set<string>();
  const usedValues = new Set<string>();
  return {
    name: (placeholder, expression) => {
      const name = names.get(placeholder);
      if (typeof name !== "string" || name === "") {
        const text = `An expression attribute name used in the document path is not defined; attribute name: `;
        throw validationError(`Invalid ${expression}: ${text}${placeholder}`);
      }
      usedNames.add(placeholder);
      return name;
    },
    value: (placeholder, expression) => {
      const value = values.get(placeholder);
      if (value === undefined) {
        const text = `An expression attribute value used in expression is not defined; attribute value: `;
        throw validationError(`Invalid ${expression}: ${text}${placeholder}`);
      }
      usedValues.add(placeholder);
      return value;
    },
    finish: () => {
      refuseUnused("ExpressionAttributeNames", names, usedNames);
      refuseUnused("ExpressionAttributeValues", values, usedValues);
    },
  };
}

function entriesOf(input: Input, field: string): Map<string, unknown> {
  const raw = input[field];
  if (raw === undefined) {
    return new Map();
  }
  const entries = typeof raw === "object" && raw !== null ? Object.entries(raw) : [];
  if (entries.length === 0) {
    throw validationError(`${field} must not be empty`);
  }
  const wanted = field === "ExpressionAttributeNames" ? /^#\w+$/ : /^:\w+$/;
  const wrong = entries.find(([name]) => !wanted.test(name));
  if (wrong !== undefined) {
    throw validationError(`${field} contains invalid key: Syntax error; key: "${wrong[0].slice(0, 100)}"`);
  }
  return new Map(entries);
}

function refuseUnused(field: string, declared: ReadonlyMap<string, unknown>, used: ReadonlySet<string>): void {
  const unused = [...declared.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw validationError(`Value provided in ${field} unused in expressions: keys: {${unused.join(", ")}}`);
  }
}
