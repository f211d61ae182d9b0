import type { Principal } from "../denials/denial";
import { booleanAt, shownAt, withoutAbsent } from "./field";
import type { CloudTrailRecord } from "./record";
import { textAt, valueAt } from "./record";

/** CloudTrail writes the marker instead of what was typed as a user name, which is sometimes a password. */
const hiddenMarker = "HIDDEN_DUE_TO_SECURITY_REASONS";
const hiddenName = "hidden by CloudTrail (sign-in with an unknown user name)";

/** What stands in `accountId` of a caller without credentials. */
const anonymousAccount = "ANONYMOUS_PRINCIPAL";

/** How people call each type of caller. */
const typeWords: Readonly<Record<string, string>> = Object.freeze({
  IAMUser: "user",
  AssumedRole: "role",
  Role: "role",
  SAMLUser: "SAML user",
  WebIdentityUser: "web identity user",
  IdentityCenterUser: "Identity Center user",
  Directory: "directory user",
  AWSAccount: "account",
  AWSService: "service",
  Unknown: "caller",
});

interface NamedCaller {
  readonly name?: string;
  readonly arn?: string;
  readonly session?: string;
}

/**
 * Who made the call, for every type of `userIdentity`, a missing one included:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalOf(record: CloudTrailRecord): Principal {
  const identity = valueAt(record, "userIdentity");
  const type = textAt(identity, "type") ?? "Unknown";
  const caller = callerOf(identity, type);
  return withoutAbsent({
    type,
    name: caller.name ?? "unknown",
    arn: caller.arn,
    account: accountOf(identity),
    session: caller.session,
    sourceIdentity: textAt(identity, "sessionContext", "sourceIdentity"),
    accessKeyId: textAt(identity, "accessKeyId"),
    mfa: booleanAt(identity, "sessionContext", "attributes", "mfaAuthenticated") ?? signInMfa(record),
    invokedBy: invokerOf(record),
  });
}

/** Use of the root user as CIS AWS Foundations Benchmark 5.3 defines it: neither through a service nor an event of one. */
export function isRootUse(record: CloudTrailRecord): boolean {
  return textAt(record, "userIdentity", "type") === "Root" && invokerOf(record) === undefined;
}

function invokerOf(record: CloudTrailRecord): string | undefined {
  const invoker = textAt(record, "userIdentity", "invokedBy");
  if (invoker !== undefined) return invoker;
  // A service event is the service's own doing, whoever's name it bears.
  return textAt(record, "eventType") === "AwsServiceEvent" ? (textAt(record, "eventSource") ?? "AWS") : undefined;
}

function callerOf(identity: unknown, type: string): NamedCaller {
  switch (type) {
    case "Root":
      return { name: "root", arn: textAt(identity, "arn") };
    case "AssumedRole":
      return roleCaller(identity);
    case "FederatedUser":
      return federatedCaller(identity);
    case "AWSAccount":
      return accountCaller(identity);
    case "AWSService":
      return { name: textAt(identity, "invokedBy") ?? userNameOf(identity) };
    default:
      return arnPath(identity)[0] === "assumed-role" ? roleCaller(identity) : otherCaller(identity);
  }
}

function roleCaller(identity: unknown): NamedCaller {
  const [, arnRole, ...arnSession] = arnPath(identity);
  return {
    name: textAt(identity, "sessionContext", "sessionIssuer", "userName") ?? arnRole ?? nameOfPrincipalId(identity),
    arn: textAt(identity, "sessionContext", "sessionIssuer", "arn"),
    session: arnSession.length > 0 ? arnSession.join("/") : sessionOfPrincipalId(identity),
  };
}

/** By the user who issued the session, who chose its name and can be acted on; the name alone where the issuer is missing. */
function federatedCaller(identity: unknown): NamedCaller {
  const [, ...arnName] = arnPath(identity);
  const federatedName = arnName.join("/") || sessionOfPrincipalId(identity);
  const issuer = textAt(identity, "sessionContext", "sessionIssuer", "userName");
  if (issuer === undefined) return { name: federatedName ?? userNameOf(identity), arn: textAt(identity, "arn") };
  return { name: issuer, arn: textAt(identity, "sessionContext", "sessionIssuer", "arn"), session: federatedName };
}

function accountCaller(identity: unknown): NamedCaller {
  const account = textAt(identity, "accountId");
  if (account === anonymousAccount) return { name: "anonymous" };
  return { name: account ?? textAt(identity, "principalId"), session: sessionOfPrincipalId(identity) };
}

function otherCaller(identity: unknown): NamedCaller {
  const name =
    userNameOf(identity) ??
    textAt(identity, "onBehalfOf", "userId") ??
    arnPath(identity).slice(1).at(-1) ??
    textAt(identity, "invokedBy") ??
    nameOfPrincipalId(identity) ??
    accountOf(identity);
  return { name, arn: textAt(identity, "arn") };
}

function userNameOf(identity: unknown): string | undefined {
  const userName = shownAt(identity, "userName");
  return userName === hiddenMarker ? hiddenName : userName;
}

function accountOf(identity: unknown): string | undefined {
  const account = textAt(identity, "accountId") ?? textAt(identity, "arn")?.split(":", 5)[4];
  return account === "" || account === anonymousAccount || account === hiddenMarker ? undefined : account;
}

/** The last part of the ARN split at slashes: kind, path and name, for example ["assumed-role", "deploy", "ci-123"]. */
function arnPath(identity: unknown): string[] {
  const parts = textAt(identity, "arn")?.split(":") ?? [];
  return parts
    .slice(5)
    .join(":")
    .split("/")
    .filter((part) => part !== "");
}

/** The id alone where a role's session follows it: `AROAEXAMPLE` for `AROAEXAMPLE:ci-123`. */
function nameOfPrincipalId(identity: unknown): string | undefined {
  const principalId = textAt(identity, "principalId");
  return principalId?.startsWith("AROA") ? principalId.split(":", 1)[0] : principalId;
}

/** `AROAEXAMPLE:session` for roles, `111122223333:name` for federated users. */
function sessionOfPrincipalId(identity: unknown): string | undefined {
  const [, ...session] = textAt(identity, "principalId")?.split(":") ?? [];
  return session.join(":") || undefined;
}

function signInMfa(record: CloudTrailRecord): boolean | undefined {
  const used = textAt(record, "additionalEventData", "MFAUsed");
  return used === "Yes" ? true : used === "No" ? false : undefined;
}

/** The principal in one line, for example `user alice`, `role deploy (session ci-123)`, `root of 111122223333`. */
export function principalText(principal: Principal): string {
  return oneLine(wordsFor(principal));
}

function wordsFor(principal: Principal): string {
  const { type, name, session, account } = principal;
  if (type === "Root") return account === undefined ? "root" : `root of ${account}`;
  if (type === "FederatedUser") return federatedText(name, session);
  if (type === "AWSAccount" && name === "anonymous") return "anonymous caller";
  if (name === "unknown") return `unknown ${wordOf(type)}`;
  const named = `${wordOf(type)} ${name}`;
  return session === undefined ? named : `${named} (session ${session})`;
}

function federatedText(name: string, session: string | undefined): string {
  return session === undefined ? `federated user ${name}` : `federated user ${session} (issued by user ${name})`;
}

function wordOf(type: string): string {
  return Object.hasOwn(typeWords, type) ? (typeWords[type] ?? type) : type;
}

/** Without line ends, other control characters and marks that turn the direction of writing. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
