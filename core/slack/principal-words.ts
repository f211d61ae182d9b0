import type { Principal } from "../denials/denial";

/** How a caller's text is shown: as plain text in a header, as code in a section. */
export type Quote = (text: string, maxLength: number) => string;

/** `userIdentity.type` in words. */
const KINDS: Readonly<Record<string, string>> = Object.freeze({
  IAMUser: "user",
  AssumedRole: "role",
  Role: "role",
  AWSAccount: "account",
  AWSService: "service",
  FederatedUser: "federated user",
  SAMLUser: "SAML user",
  WebIdentityUser: "web identity user",
  IdentityCenterUser: "Identity Center user",
  Directory: "directory user",
});

/** The principal without session, for example "role `deploy`", "root user of account `111122223333`", "unknown caller". */
export function principalWords(principal: Principal, quote: Quote, maxLength: number): string {
  const { type, name, account, session } = principal;
  const kind = (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? "caller";
  if (type === "Root") return account === undefined ? "root user" : `root user of account ${quote(account, 26)}`;
  if (name === "unknown") return `unknown ${kind}`;
  if (type === "AWSAccount" && name === "anonymous") return "anonymous caller";
  // CloudTrail names a federated user by the user who issued the session; the name chosen for it is the session's.
  if (type === "FederatedUser" && session !== undefined) return `federated user issued by ${quote(name, maxLength)}`;
  return `${kind} ${quote(name, maxLength)}`;
}
