import type { CloudTrailRecord } from "./record";
import { textAt } from "./record";

export type RecordClass = "denial" | "authentication-failure" | "none";

/** Shown as the code of a failed console sign-in, which has no `errorCode` of its own. */
export const failedSignInCode = "FailedAuthentication";

/**
 * Parts of error codes that say the caller may not, wherever in the code they stand.
 * Sources: the CIS AWS Foundations Benchmark 5.1, the common errors of the AWS APIs
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html), CloudTrail network activity events
 * (VpceAccessDenied) and AWS Organizations (TagPolicyViolation).
 */
const denialWords = [
  "AccessDenied",
  "Unauthorized",
  "NotAuthorized",
  "AuthorizationError",
  "Forbidden",
  "TagPolicyViolation",
];

/** Parts of error codes that say AWS could not tell, or did not believe, who calls; sources as for the denials. */
const authenticationWords = [
  "AuthFailure",
  "InvalidClientTokenId",
  "UnrecognizedClient",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "RequestExpired",
];

/**
 * Beginnings of error codes that are neither. `DryRunOperation` means that the caller is allowed; `OptInRequired` that
 * the account has not enabled the service.
 */
const otherBeginnings = [
  "dryrunoperation",
  "throttling",
  "optinrequired",
  "nosuch",
  "validation",
  "entitytemporarilyunmodifiable",
];

const failedSignInTerm =
  '(($.eventName="ConsoleLogin")&&(($.errorMessage="Failed authentication")||($.responseElements.ConsoleLogin="Failure")))';

/**
 * CloudWatch Logs filter text that lets through whatever `classifyRecord` takes, in the documented spelling or in lower
 * case (filters are case sensitive). Only positive matches: `!=` on a missing field would drop the event. Below the
 * limit of 1,024 characters; dry runs and the like that slip through are sorted out by `classifyRecord`.
 * Grammar: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const subscriptionPattern = `{${[
  ...[...denialWords, ...authenticationWords].flatMap((word) => [codeTerm(word), codeTerm(word.toLowerCase())]),
  failedSignInTerm,
].join("||")}}`;

/** Parts of those words that both spellings have. */
const wideWords = ["enied", "uth", "orbidden", "iolation", "nrecognized", "ignature", "xpired", "oken"];

/**
 * A shorter text that takes all that `subscriptionPattern` takes and a little more, for a filter that has to hold others beside
 * it. Whoever it feeds sorts by `subscriptionPattern`.
 */
export const wideDenialPattern = `{${[
  ...wideWords.map((word) => `$.errorCode=*${word}*`),
  '$.errorMessage="Failed authentication"',
  "$.responseElements.ConsoleLogin=Failure",
].join("||")}}`;

function codeTerm(word: string): string {
  return `($.errorCode="*${word}*")`;
}

/**
 * Whether a record is a denied call, a failed authentication, or neither. Everything that the compliance pattern
 * `{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}` matches is a denial.
 */
export function classifyRecord(record: CloudTrailRecord): RecordClass {
  const code = textAt(record, "errorCode")
    ?.replace(/^(?:client|server)\./i, "")
    .toLowerCase();
  const byCode = code === undefined ? "none" : classOfCode(code);
  return byCode === "none" && isFailedSignIn(record) ? "authentication-failure" : byCode;
}

function classOfCode(code: string): RecordClass {
  // First, because the compliance pattern knows no exceptions and neither may this.
  if (code.endsWith("unauthorizedoperation") || code.startsWith("accessdenied")) return "denial";
  if (otherBeginnings.some((beginning) => code.startsWith(beginning))) return "none";
  if (authenticationWords.some((word) => code.includes(word.toLowerCase()))) return "authentication-failure";
  return denialWords.some((word) => code.includes(word.toLowerCase())) ? "denial" : "none";
}

/** The two forms of a failed console sign-in: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
function isFailedSignIn(record: CloudTrailRecord): boolean {
  if (textAt(record, "eventName") !== "ConsoleLogin") return false;
  return (
    textAt(record, "responseElements", "ConsoleLogin") === "Failure" ||
    textAt(record, "errorMessage") === "Failed authentication"
  );
}

/** The code to show and gather by: as CloudTrail wrote it, or `failedSignInCode` where it wrote none. */
export function errorCodeOf(record: CloudTrailRecord): string {
  return textAt(record, "errorCode") ?? (isFailedSignIn(record) ? failedSignInCode : "unknown");
}
