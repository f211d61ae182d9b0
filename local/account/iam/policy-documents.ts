import { ServiceError } from "../service-error";

/** "IAM JSON policy elements: Version". */
const VERSIONS: readonly unknown[] = [undefined, "2008-10-17", "2012-10-17"];
const DOCUMENT_ELEMENTS: readonly string[] = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS: readonly string[] = [
  ...["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition", "Principal", "NotPrincipal"],
];

/**
 * Refuses what IAM does not take as an identity policy ("Grammar of the IAM JSON policy language"). Throws a
 * MalformedPolicyDocument error in IAM's words.
 */
export function checkPolicyDocument(text: string): void {
  const document = parse(text);
  if (!isRecord(document)) throw malformed("Syntax errors in policy.");
  if (hasOther(document, DOCUMENT_ELEMENTS) || !VERSIONS.includes(document["Version"])) {
    throw malformed("Syntax errors in policy.");
  }
  const written = document["Statement"];
  const statements: readonly unknown[] = Array.isArray(written) ? written : [written];
  if (statements.length === 0) throw malformed("Syntax errors in policy.");
  statements.forEach(checkStatement);
}

function checkStatement(statement: unknown): void {
  if (!isRecord(statement) || hasOther(statement, STATEMENT_ELEMENTS)) throw malformed("Syntax errors in policy.");
  if (statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined) {
    throw malformed("Policy document should not specify a principal.");
  }
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") throw malformed("Syntax errors in policy.");
  checkList(statement, "Action", "NotAction", "Policy statement must contain actions.");
  checkList(statement, "Resource", "NotResource", "Policy statement must contain resources.");
  const condition = statement["Condition"];
  if (condition !== undefined && !(isRecord(condition) && Object.values(condition).every(isRecord))) {
    throw malformed("Syntax errors in policy.");
  }
}

function checkList(statement: Readonly<Record<string, unknown>>, one: string, other: string, missing: string): void {
  const [wanted, unwanted] = [statement[one], statement[other]];
  if (wanted === undefined && unwanted === undefined) throw malformed(missing);
  const value = wanted ?? unwanted;
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isWrong = texts.length === 0 || texts.some((text) => typeof text !== "string");
  if (isWrong || (wanted !== undefined && unwanted !== undefined)) throw malformed("Syntax errors in policy.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("Syntax errors in policy.");
  }
}

function hasOther(value: Readonly<Record<string, unknown>>, known: readonly string[]): boolean {
  return Object.keys(value).some((element) => !known.includes(element));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): ServiceError {
  return new ServiceError("MalformedPolicyDocument", message);
}
