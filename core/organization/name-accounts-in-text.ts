import { inertText } from "../mail/inert-text";
import type { Organization } from "./organization";
import { accountOf, namedAccount, placeOfAccount } from "./organization";

const longestName = 80;
const longestFact = 60;
const mostPlaces = 3;

/** SNS takes messages of 256 KB: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const mostBytes = 262_144;

/** An account id that stands alone: not within an ARN, an address or a longer number. */
const accountAlone = /(?<=^|[\s("'`])\d{12}(?=$|[\s)"'`,;:.])/gm;

/** The accounts that a text names, each once, in its order. */
export function accountsInText(text: string): readonly string[] {
  return [...new Set(text.match(accountAlone))];
}

/** The same as `withAccountNames` for a mail or another plain text. */
export function nameAccountsInText(text: string, organization: Organization | undefined): string {
  if (organization === undefined) return text;
  const found = new Set<string>();
  const named = text.replace(accountAlone, (id) => {
    const account = accountOf(organization, id);
    if (account === undefined) return id;
    found.add(id);
    return inertText(namedAccount(id, account), longestName);
  });
  const places = [...found].flatMap((id) => placeLine(id, organization)).slice(0, mostPlaces);
  const whole = places.length === 0 ? named : `${named}\n\n${places.join("\n")}`;
  return Buffer.byteLength(whole) <= mostBytes ? whole : text;
}

function placeLine(id: string, organization: Organization): string[] {
  const account = accountOf(organization, id);
  const facts = account === undefined ? [] : placeOfAccount(account);
  const said = facts.map(([word, text]) => `${word} ${inertText(text, longestFact)}`).join(", ");
  return said === "" ? [] : [`Account ${inertText(namedAccount(id, account), longestName)}: ${said}.`];
}
