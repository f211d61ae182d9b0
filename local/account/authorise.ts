import { conditionsHold } from "./policy-conditions";
import { matchesArn, matchesPattern } from "./policy-patterns";
import type { Need } from "./types";

/** An IAM policy document as declared; nothing about its inside is taken for granted. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface StatementReference {
  /** Position of the policy among those of the caller. */
  readonly policyIndex: number;
  /** Position of the statement within its policy. */
  readonly statementIndex: number;
  readonly sid?: string;
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  /** The statement that decided; none when no statement allows. */
  readonly statement?: StatementReference;
}

type Match = "yes" | "no" | { readonly unknown: string };

const DOCUMENT_ELEMENTS: readonly string[] = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS: readonly string[] = ["Sid", "Effect", "Action", "NotAction", "Resource", "Condition"];

/**
 * Decides one need by identity policies (IAM User Guide, "Policy evaluation logic"): an explicit Deny wins, an Allow
 * is needed. Whatever this evaluator does not know (an element, a condition operator or key, a policy variable) counts
 * against the caller: an Allow statement that has it does not allow, a Deny statement that has it denies.
 */
export function authorise(policies: readonly PolicyDocument[], need: Need): Decision {
  let allowing: StatementReference | undefined;
  const doubts: string[] = [];
  for (const [policyIndex, policy] of policies.entries()) {
    const unknownElement = Object.keys(policy).find((element) => !DOCUMENT_ELEMENTS.includes(element));
    if (unknownElement !== undefined) {
      return denied(`policy ${policyIndex} has an unknown element ${unknownElement}`);
    }
    for (const [statementIndex, statement] of statementsOf(policy).entries()) {
      const reference = { policyIndex, statementIndex, ...sidOf(statement) };
      const match = matchStatement(statement, need);
      if (statement["Effect"] !== "Allow" && match !== "no") {
        return { ...denied(`with an explicit deny in ${describe(reference)}`), statement: reference };
      }
      if (match === "yes") {
        allowing ??= reference;
      } else if (match !== "no") {
        doubts.push(`${describe(reference)} has ${match.unknown}`);
      }
    }
  }
  if (allowing !== undefined) {
    return { allowed: true, reason: `allowed by ${describe(allowing)}`, statement: allowing };
  }
  const because = `because no identity-based policy allows the ${need.action} action`;
  return denied(doubts.length === 0 ? because : `${because} (${doubts.join("; ")})`);
}

function denied(reason: string): Decision {
  return { allowed: false, reason };
}

function describe(reference: StatementReference): string {
  return `statement ${reference.sid ?? reference.statementIndex} of policy ${reference.policyIndex}`;
}

function sidOf(statement: PolicyDocument): { sid?: string } {
  return typeof statement["Sid"] === "string" ? { sid: statement["Sid"] } : {};
}

function statementsOf(policy: PolicyDocument): PolicyDocument[] {
  const statement = policy["Statement"];
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  return statements.map((each) => (typeof each === "object" && each !== null ? { ...each } : {}));
}

function matchStatement(statement: PolicyDocument, need: Need): Match {
  const action = matchAction(statement, need.action);
  if (action !== "yes") {
    return action;
  }
  const unknownElement = Object.keys(statement).find((element) => !STATEMENT_ELEMENTS.includes(element));
  if (unknownElement !== undefined) {
    return { unknown: `an unknown element ${unknownElement}` };
  }
  const resource = matchResource(statement["Resource"], need.resourceArn);
  if (resource !== "yes") {
    return resource;
  }
  const held = conditionsHold(statement["Condition"], need.context ?? {}, need.completePrefixes);
  return held === true ? "yes" : held === false ? "no" : { unknown: held };
}

function matchAction(statement: PolicyDocument, action: string): Match {
  const [wanted, unwanted] = [statement["Action"], statement["NotAction"]];
  const patterns = textsOf(wanted ?? unwanted);
  if (patterns === undefined || (wanted !== undefined && unwanted !== undefined)) {
    return { unknown: "no single list of actions" };
  }
  const matched = patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  return matched === (wanted !== undefined) ? "yes" : "no";
}

function matchResource(resource: unknown, arn: string): Match {
  const patterns = textsOf(resource);
  if (patterns === undefined) {
    return { unknown: "no list of resources" };
  }
  const variable = patterns.find((pattern) => pattern.includes("${"));
  if (variable !== undefined) {
    return { unknown: `a policy variable in ${variable}` };
  }
  return patterns.some((pattern) => pattern === "*" || matchesArn(pattern, arn)) ? "yes" : "no";
}

function textsOf(value: unknown): string[] | undefined {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.filter((each) => typeof each === "string");
  return texts.length === values.length && texts.length > 0 ? texts : undefined;
}
