import type { Actor, Seen } from "../cis-alarms/actors";
import { principalText } from "../cloudtrail/identity";
import type { Source } from "../denials/denial";
import type { ConsolePortal } from "../slack/console-portal";
import { eventLink } from "../slack/links";
import { counted, numberText, utcText } from "../slack/wording";
import { inertText } from "./inert-text";

/** ISO 3166-1 alpha-2 of where an address is, as far as the country data says. */
export type CountryOf = (source: Source) => string | undefined;

const shownActions = 5;
const shownAddresses = 3;
const shownAccounts = 3;

/** One caller for a mail: who, how many calls, which, from where, when, and a link to the newest. */
export function actorLines(actor: Actor, countryOf: CountryOf, portal?: ConsolePortal): string[] {
  const { calls, firstMs, lastMs, accounts, principal } = actor;
  const link = eventLink(actor.sample, portal);
  return [
    whoText(actor),
    `${counted(calls, "call")}${outcomeText(actor)}`,
    `What: ${listed(actor.actions, shownActions, (action) => inertText(action, 100))}`,
    `From: ${listed(actor.addresses, shownAddresses, (source) => addressText(source, countryOf))}`,
    ...(accounts.some(({ value }) => value !== principal.account)
      ? [`In account: ${listed(accounts, shownAccounts, (account) => inertText(account, 20))}`]
      : []),
    ...(firstMs === undefined || lastMs === undefined ? [] : [`When: ${spanText(firstMs, lastMs)}`]),
    ...(link === undefined ? [] : [`Newest call: ${link}`]),
  ];
}

/** The caller in a word or two, for a subject: without its session, unless that is who it is. */
export function actorName({ principal }: Actor): string {
  const { type, session } = principal;
  return inertText(principalText({ ...principal, session: type === "FederatedUser" ? session : undefined }), 60);
}

function outcomeText({ calls, failed }: Actor): string {
  if (failed === 0) return "";
  if (failed < calls) return `, ${numberText(failed)} of them refused or failed`;
  return calls === 1 ? ", refused or failed" : ", all refused or failed";
}

function whoText({ principal }: Actor): string {
  const { account, type, accessKeyId, mfa, sourceIdentity, invokedBy } = principal;
  return [
    inertText(principalText(principal), 160),
    ...(account === undefined || type === "Root" ? [] : [`of account ${inertText(account, 20)}`]),
    ...(accessKeyId === undefined ? [] : [`key ending ${inertText(accessKeyId.slice(-4), 10)}`]),
    ...(sourceIdentity === undefined ? [] : [`source identity ${inertText(sourceIdentity, 60)}`]),
    ...(invokedBy === undefined ? [] : [`through ${inertText(invokedBy, 60)}`]),
    mfa === undefined ? "MFA not stated" : mfa ? "with MFA" : "without MFA",
  ].join(", ");
}

function addressText(source: Source, countryOf: CountryOf): string {
  if (source.kind === "missing") return "an unknown address";
  if (source.kind === "masked") return "a masked address";
  const country = countryOf(source);
  return `${inertText(source.address, 80)}${country === undefined ? "" : ` (${inertText(country, 10)})`}`;
}

function spanText(firstMs: number, lastMs: number): string {
  const [first, last] = [firstMs, lastMs].map((atMs) => utcText(new Date(atMs).toISOString()));
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** "iam:PutUserPolicy (3), iam:CreatePolicy (1) and 2 more", without the count where there is but one. */
function listed<Value>(seen: readonly Seen<Value>[], shown: number, textOf: (value: Value) => string): string {
  const [first] = seen;
  if (first !== undefined && seen.length === 1) return textOf(first.value);
  const texts = seen.slice(0, shown).map(({ value, count }) => `${textOf(value)} (${numberText(count)})`);
  const left = seen.length - texts.length;
  return left > 0 ? `${texts.join(", ")} and ${numberText(left)} more` : texts.join(", ");
}
