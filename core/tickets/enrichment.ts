import { quoted } from "../keys/impact";
import type { Organization } from "../organization/organization";
import { accountOf, placeOfAccount } from "../organization/organization";
import type { JiraDocument } from "./document";
import { jiraDocument } from "./document";

/** What was found out about an incident for the people who get its issue. What could not be looked up says so itself. */
export interface Enrichment {
  readonly account: { readonly id: string; readonly alias?: string | undefined } | undefined;
  /** What is known of accounts beside that. */
  readonly organization?: Organization | undefined;
  /** Whose the subject is, for example "user `build`". */
  readonly owner?: string | undefined;
  /** Tags of the subject, or of whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  /** What was decided and done, own sentences. */
  readonly done: readonly string[];
  /** What the subject did lately, own sentences. */
  readonly investigation: readonly string[];
}

/** Tags by which companies name who answers for something, and who is to be called at night. */
const ownerTag = /owner|team|contact|service|application|environment/i;
const onCallTag = /on[-_ :]?call|pager|escalation/i;

const mostTags = 10;

/** The comment that an issue gets when it is new. */
export function enrichmentDocument({
  account,
  organization,
  owner,
  tags,
  done,
  investigation,
}: Enrichment): JiraDocument {
  const ofAccount = account === undefined ? undefined : accountOf(organization, account.id);
  const tagLines = (form: RegExp, what: string, otherwise: readonly string[] = []) => {
    const found = [
      ...matching(tags, form).map(([name, value]) => `${quoted(name)} is ${quoted(value)}`),
      ...otherwise,
      ...matching(ofAccount?.tags ?? {}, form).map(
        ([name, value]) => `${quoted(name)} of the account is ${quoted(value)}`,
      ),
    ];
    return found.length === 0 ? [`No ${what} tags are known.`] : found;
  };
  const accountOwner = ofAccount?.owner === undefined ? [] : [`The account is of ${quoted(ofAccount.owner)}`];
  return jiraDocument([
    { heading: "Account", lines: accountLines(account, organization) },
    {
      heading: "Owner",
      lines: [...(owner === undefined ? [] : [owner]), ...tagLines(ownerTag, "owner", accountOwner)],
    },
    { heading: "On call", lines: tagLines(onCallTag, "on-call") },
    { heading: "What was done", lines: done },
    { heading: "Investigation", lines: investigation },
  ]);
}

/** The name that the stack knows goes before the alias, which only the account that Warden runs in tells. */
function accountLines(account: Enrichment["account"], organization: Organization | undefined): string[] {
  if (account === undefined) return ["AWS does not say which account it is in."];
  const { id, alias } = account;
  const known = accountOf(organization, id);
  const name = known?.name ?? alias;
  const facts = known === undefined ? [] : placeOfAccount(known).filter(([word]) => word !== "owner");
  return [
    name === undefined ? `${quoted(id)}, of which no name is known here` : `${quoted(name)} (${quoted(id)})`,
    ...(alias === undefined || alias === name ? [] : [`Alias ${quoted(alias)}`]),
    ...facts.map(([word, text]) => `${word.charAt(0).toUpperCase()}${word.slice(1)} ${quoted(text)}`),
  ];
}

function matching(tags: Readonly<Record<string, string>>, form: RegExp): [name: string, value: string][] {
  return Object.entries(tags)
    .filter(([name]) => form.test(name))
    .slice(0, mostTags);
}
