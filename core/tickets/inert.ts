import { withoutAddresses } from "../mail/inert-text";
import { visibleText, withoutKeyIds } from "../slack/escape";

/**
 * Text of anybody's for Jira, as one line of at most `mostCharacters`: nothing hidden in it, nothing that a reader, a mail
 * of Jira's or an editor that takes wiki markup would make a mention, a link or a macro of. Of key ids the last four
 * characters are left. Spaces at its ends stay.
 */
export function inertForJira(text: string, mostCharacters: number): string {
  const visible = withoutKeyIds(visibleText(text.slice(0, 4 * mostCharacters)));
  const inert = withoutAddresses(visible)
    .replace(/mailto:/gi, "mailto[:]")
    // Of a mail address, too, which would become a link.
    .replaceAll("@", "＠")
    .replaceAll("[~", "[ ~")
    .replaceAll("{", "｛")
    .replaceAll("}", "｝")
    .replaceAll("|", "¦");
  if (inert.length <= mostCharacters) return inert;
  // A character outside the basic plane counts for two, as in Jira, and is not cut in half.
  return `${inert.slice(0, Math.max(0, mostCharacters - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}
