import { isObject, known, notKnown } from "./known";
import type { Properties } from "./known";

/** A statement of a policy document, its lists made lists. */
export interface Statement {
  /** The statement's `Sid`, or its position. */
  readonly label: string;
  readonly isAllowed: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) to names; everybody is `{ AWS: ["*"] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly conditions: readonly Condition[];
  /** `NotAction`, `NotResource` and `NotPrincipal`, where the statement has them. */
  readonly exclusions: readonly string[];
}

export interface Condition {
  readonly operator: string;
  /** In lower case, as keys are compared. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The statements of a policy given as JSON text or as an object; none where there is no policy.
 * Throws `Undecided` where it is not known yet, `SyntaxError` where it is no JSON.
 */
export function statementsOf(policy: unknown): Statement[] {
  if (policy === undefined || policy === null || policy === "") return [];
  const text = known(policy);
  const document: unknown = typeof text === "string" ? JSON.parse(text) : text;
  const statements = isObject(document) ? document["Statement"] : undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject).map(statementOf);
}

function statementOf(statement: Properties, position: number): Statement {
  return {
    label: typeof statement["Sid"] === "string" ? statement["Sid"] : `number ${position + 1}`,
    isAllowed: statement["Effect"] === "Allow",
    actions: textsOf(statement["Action"]),
    resources: textsOf(statement["Resource"]),
    principals: principalsOf(statement["Principal"]),
    conditions: conditionsOf(statement["Condition"]),
    exclusions: ["NotAction", "NotResource", "NotPrincipal"].filter((key) => statement[key] !== undefined),
  };
}

function principalsOf(principal: unknown): Record<string, string[]> {
  if (!isObject(principal)) return principal === undefined ? {} : { AWS: textsOf(principal) };
  return Object.fromEntries(Object.entries(principal).map(([kind, names]) => [kind, textsOf(names)]));
}

function conditionsOf(condition: unknown): Condition[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values),
    })),
  );
}

function textsOf(value: unknown): string[] {
  if (value === undefined || value === notKnown) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Operators under which a key that is absent or different refuses. */
const narrowingOperators = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"];

/** Keys that say for whom, or from where, a call is made. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const narrowingKeys = [
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourcevpce",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "kms:calleraccount",
];

/** True where the statement lets in everybody: any principal, and no condition that narrows it down. */
export function isOpenToEverybody({ isAllowed, principals, conditions, exclusions }: Statement): boolean {
  if (!isAllowed) return false;
  const everybody = Object.values(principals).flat().includes("*") || exclusions.includes("NotPrincipal");
  return everybody && !conditions.some(narrows);
}

function narrows({ operator, key, values }: Condition): boolean {
  return (
    narrowingOperators.includes(operator) &&
    narrowingKeys.includes(key) &&
    values.length > 0 &&
    values.every((value) => !/^[*?]*$/.test(value) && !value.startsWith("arn:*:*:*:*"))
  );
}
