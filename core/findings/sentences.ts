import { serviceOfHost } from "../cloudtrail/partition";
import { quoted } from "../keys/impact";
import { counted, times, utcText } from "../slack/wording";
import type { FindingActor } from "./actors";
import type { FindingOrigin } from "./call";
import type { Finding } from "./finding";
import { bandOf, typeWords } from "./type-words";

/*
 * A finding in sentences for people. What GuardDuty has from callers stands in backticks and may be hostile; whoever shows
 * the sentences makes it inert.
 */

/** What it is about, as the rest of a sentence. */
export function aboutWords({ type, title }: Finding): string {
  return typeWords(type) ?? (title === undefined ? `a finding of type ${quoted(type)}` : quoted(title));
}

/** "high (8 of 10)". */
export function severityWords({ severity }: Finding): string {
  return severity === undefined ? "not stated" : `${bandOf(severity)} (${severity} of 10)`;
}

export function whoSentences({ actors, resources }: Finding): string[] {
  const shown = actors.slice(0, mostActors).map(actorWords);
  const left = actors.length - shown.length;
  const things = resources.map((resource) => `on ${quoted(resource)}`);
  if (actors.length === 0) return things.length === 0 ? ["The finding names nobody"] : things;
  return [...shown, ...(left > 0 ? [`and ${counted(left, "more actor")}`] : []), ...things];
}

const mostActors = 5;

/** "user `build`, key ending `MPLE`". */
export function actorWords(actor: FindingActor): string {
  const { accessKeyId } = actor;
  if (accessKeyId === undefined) return principalWords(actor);
  return `${principalWords(actor)}, key ending ${quoted(accessKeyId.slice(-4))}`;
}

const kinds: Readonly<Record<string, string>> = Object.freeze({
  IAMUser: "user",
  AssumedRole: "role",
  Role: "role",
  FederatedUser: "federated user",
  AWSAccount: "account",
  AWSService: "service",
  IdentityCenterUser: "Identity Center user",
});

function principalWords({ userType, userName, principalId }: FindingActor): string {
  if (userType === "Root") return "the root user";
  const known = userType !== undefined && Object.hasOwn(kinds, userType) ? kinds[userType] : undefined;
  const kind = known ?? (userType === undefined ? "somebody" : quoted(userType));
  const session = known === "role" ? principalId?.split(":")[1] : undefined;
  return `${kind}${userName === undefined ? "" : ` ${quoted(userName)}`}${session === undefined ? "" : `, session ${quoted(session)}`}`;
}

/** Types as GuardDuty has them so far; anything else is shown as somebody else's words. */
const typeForm = /^[A-Za-z]+:[A-Za-z0-9]+\/[A-Za-z0-9]+(?:\.(?:B|Custom|InsideAWS|OutsideAWS))?$/;

export function whatSentences({ call, type }: Finding): string[] {
  const { name, errorCode, userAgent, threatLists } = call;
  return [
    ...(name === undefined
      ? []
      : [`${quoted(name)}${errorCode === undefined ? "" : `, refused with ${quoted(errorCode)}`}`]),
    ...(userAgent === undefined ? [] : [`with ${quoted(userAgent)}`]),
    ...(threatLists.length === 0 ? [] : [`on the list ${threatLists.map(quoted).join(", ")}`]),
    `type ${typeForm.test(type) ? type : quoted(type)}`,
  ];
}

export function fromSentences({ call }: Finding): string[] {
  return call.origins.map(originWords);
}

function originWords({ address, domain, account, country, city, network }: FindingOrigin): string {
  const name = address ?? domain;
  const place = [city, country].flatMap((part) => (part === undefined ? [] : [quoted(part)])).join(", ");
  const service = domain === undefined ? undefined : serviceOfHost(domain);
  return [
    ...(name === undefined ? [] : [quoted(name)]),
    ...(place === "" ? [] : [`in ${place}`]),
    ...(network === undefined ? [] : [`network of ${quoted(network)}`]),
    ...(account === undefined ? [] : [`account ${quoted(account)}`]),
    ...(address === undefined && service !== undefined ? ["a service of AWS"] : []),
  ].join(", ");
}

/** First and last time, and how often. */
export function whenSentences({ firstSeenAtMs, lastSeenAtMs, updatedAtMs }: Finding, count: number): string[] {
  const first = firstSeenAtMs ?? updatedAtMs;
  const last = lastSeenAtMs ?? updatedAtMs ?? first;
  const text = (atMs: number) => utcText(new Date(atMs).toISOString());
  return [
    ...(first === undefined ? [] : [first === last ? text(first) : `first ${text(first)}`]),
    ...(last === undefined || first === last ? [] : [`last ${text(last)}`]),
    `seen ${times(count)}`,
  ];
}

export function whereSentences({ account, region }: Finding): string[] {
  return [
    ...(account === undefined ? [] : [`account ${quoted(account)}`]),
    ...(region === undefined ? [] : [`region ${quoted(region)}`]),
  ];
}
