import { quoted } from "../keys/impact";
import type { JiraDocument } from "./document";
import { jiraDocument } from "./document";

/** What was found out about an incident for the people who get its issue. What could not be looked up says so itself. */
export interface Enrichment {
  readonly account: { readonly id: string; readonly name?: string | undefined } | undefined;
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
export function enrichmentDocument({ account, owner, tags, done, investigation }: Enrichment): JiraDocument {
  return jiraDocument([
    { heading: "Account", lines: [accountLine(account)] },
    { heading: "Owner", lines: [...(owner === undefined ? [] : [owner]), ...tagLines(tags, ownerTag, "owner")] },
    { heading: "On call", lines: tagLines(tags, onCallTag, "on-call") },
    { heading: "What was done", lines: done },
    { heading: "Investigation", lines: investigation },
  ]);
}

function accountLine(account: Enrichment["account"]): string {
  if (account === undefined) return "AWS does not say which account it is in.";
  const { id, name } = account;
  return name === undefined
    ? `${quoted(id)}, which has no alias that is known here`
    : `${quoted(name)} (${quoted(id)})`;
}

function tagLines(tags: Readonly<Record<string, string>>, form: RegExp, what: string): string[] {
  const found = Object.entries(tags).filter(([name]) => form.test(name));
  if (found.length === 0) return [`No ${what} tags are known.`];
  return found.slice(0, mostTags).map(([name, value]) => `${quoted(name)} is ${quoted(value)}`);
}
