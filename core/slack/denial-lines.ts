import { sourceOf } from "../cloudtrail/source-address";
import type { Denial, Principal } from "../denials/denial";
import { escapeSentence, inlineCode, withoutKeyIds } from "./escape";
import type { IncidentView } from "./incident-view";
import { principalWords } from "./principal-words";
import { counted, durationText, listText, numberText, utcText } from "./wording";

/** Longest shown of each kind of text, code marks included; together they keep the whole message within Slack's limit. */
const LENGTH = Object.freeze({ name: 82, id: 66, action: 82, address: 50, agent: 120, resource: 150, reason: 200 });
const ACCESS_KEY_ID = /^[A-Z0-9]{16,128}$/;
const COUNTRY = /^[A-Z]{2}$/;
/** A caller's text as code, without key ids. */
export function code(text: string, maxLength: number): string {
  return inlineCode(withoutKeyIds(text), maxLength);
}

/** "ec2:RunInstances", hostile as it came. */
export function actionName(denial: Denial): string {
  return `${denial.service}:${denial.action}`;
}

function keyLine(principal: Principal): string {
  const { accessKeyId, mfa } = principal;
  const mfaText = `MFA ${mfa === undefined ? "not stated" : mfa ? "yes" : "no"}`;
  if (accessKeyId === undefined || accessKeyId === "") return `no key id, ${mfaText}`;
  if (!ACCESS_KEY_ID.test(accessKeyId)) return `key id not of AWS's form, ${mfaText}`;
  return `key ending ${code(accessKeyId.slice(-4), LENGTH.id)}, ${mfaText}`;
}

function sessionLine(view: IncidentView): string[] {
  const own = view.sample.principal.session;
  const sessions = view.sessions.length > 0 || own === undefined ? view.sessions : [own];
  if (sessions.length === 0) return [];
  const names = listText(
    sessions.map((session) => code(session, LENGTH.id)),
    3,
    view.sessionCount,
  );
  return [`${sessions.length > 1 || view.sessionCount > 1 ? "sessions" : "session"} ${names}`];
}

/** Principal, session, key, MFA and the service in between. */
export function whoLines(view: IncidentView): string[] {
  const { principal, account } = view.sample;
  const lines = [principalWords(principal, code, LENGTH.name)];
  const isForeign = principal.account !== undefined && principal.account !== account;
  if (principal.account !== undefined && isForeign && principal.type !== "Root") {
    lines.push(`of account ${code(principal.account, LENGTH.id)}`);
  }
  lines.push(...sessionLine(view));
  if (principal.sourceIdentity !== undefined) {
    lines.push(`source identity ${code(principal.sourceIdentity, LENGTH.id)}`);
  }
  lines.push(keyLine(principal));
  if (principal.invokedBy !== undefined) lines.push(`through service ${code(principal.invokedBy, LENGTH.id)}`);
  return lines;
}

/** Service, action, error and resource of one denial. */
export function whatLines(denial: Denial): string[] {
  const lines = [
    code(actionName(denial), LENGTH.action),
    `service ${code(denial.eventSource, LENGTH.id)}`,
    `error ${code(denial.code, LENGTH.id)}`,
  ];
  if (denial.resource !== undefined) lines.push(`on ${code(denial.resource, LENGTH.resource)}`);
  return lines;
}

/** Explicit or implicit, and by which kind of policy. */
export function whyLines(denial: Denial): string[] {
  const { effect, policyType, policyArn } = denial.refusal;
  const policy = policyType === undefined ? undefined : code(policyType, LENGTH.id);
  const named = policyArn === undefined ? [] : [code(policyArn, LENGTH.resource)];
  if (denial.kind === "authentication-failure") return ["authentication failed"];
  if (effect === "explicit") return [`explicit deny${policy === undefined ? "" : ` in: ${policy}`}`, ...named];
  if (effect === "implicit") return [`implicit deny: no ${policy ?? "policy"} allows it`];
  return ["AWS does not say by which policy"];
}

/** First and last time. */
export function whenLines(view: IncidentView): string[] {
  const [first, last] = [utcText(view.firstAt), utcText(view.lastAt)];
  if (first === last) return [first];
  return [`first ${first}`, `last ${last}`, `(${durationText(view.firstAt, view.lastAt)})`];
}

/** Accounts and region of the calls. */
export function whereLines(view: IncidentView): string[] {
  const { account, region } = view.sample;
  const accounts = (view.accounts.length === 0 ? [account] : view.accounts).map((id) => code(id, 24));
  const several = accounts.length > 1 || view.accountCount > 1;
  return [
    `${several ? "accounts" : "account"} ${listText(accounts, 10, view.accountCount)}`,
    `region ${code(region, 34)}`,
  ];
}

/** What is said of an address instead of a country, by `Source.kind`. */
const SOURCE_REMARKS = Object.freeze({
  public: "country unknown",
  private: "private address",
  service: "AWS service",
  "aws-internal": "inside AWS",
  masked: "masked by the log group's data protection",
  invalid: "not an address",
  missing: "not stated",
});

function addressText({ address, country }: { readonly address: string; readonly country?: string }): string {
  const { kind } = sourceOf({ sourceIPAddress: address });
  if (kind === "missing") return "address not stated";
  const isKnown = country !== undefined && COUNTRY.test(country);
  return `${code(address, LENGTH.address)} (${isKnown ? country : SOURCE_REMARKS[kind]})`;
}

/** Addresses with country, VPC endpoint and user agent. */
export function fromLines(view: IncidentView): string[] {
  const { source, userAgent } = view.sample;
  const addresses = view.addresses.length === 0 ? [{ address: source.address, count: view.count }] : view.addresses;
  const shown = addresses.slice(0, 5);
  const lines = shown.map(
    (entry) => `${addressText(entry)}${shown.length > 1 ? `, ${counted(entry.count, "call")}` : ""}`,
  );
  const left = view.addressCount - shown.length;
  if (left > 0) lines.push(`and ${counted(left, "more address", "more addresses")}`);
  if (source.vpcEndpointId !== undefined) lines.push(`VPC endpoint ${code(source.vpcEndpointId, LENGTH.id)}`);
  if (userAgent !== undefined) lines.push(`agent ${code(userAgent, LENGTH.agent)}`);
  if (view.countryNote !== undefined) lines.push(escapeSentence(withoutKeyIds(view.countryNote), LENGTH.reason));
  return lines;
}

function countedEvents(view: IncidentView): string {
  if (view.kind === "unreadable") return counted(view.count, "record");
  const noun = view.sample.kind === "authentication-failure" ? "failed authentication" : "denied call";
  return counted(view.count, noun);
}

/** How many, and how many of them are new since the last message. */
export function countLines(view: IncidentView): string[] {
  const isUpdate = view.openedBefore === true || view.newCount !== view.count;
  const lines = [`${countedEvents(view)}${isUpdate ? `, ${numberText(view.newCount)} of them new` : ""}`];
  if (view.kind === "enumeration" || view.kind === "self") {
    lines.push(`${counted(view.actionCount, "action")} of ${counted(view.serviceCount, "service")}`);
  }
  return lines;
}

/** Actions with their counts, one a line. */
export function actionLines(view: IncidentView): string[] {
  const lines = view.actions
    .slice(0, 10)
    .map(({ name, count }) => `${code(name, LENGTH.action)} ${counted(count, "call")}`);
  const left = view.actionCount - lines.length;
  if (lines.length > 0 && left > 0) lines.push(`and ${counted(left, "more action")}`);
  return lines;
}
