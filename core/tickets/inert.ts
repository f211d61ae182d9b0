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
  const characters = [...inert];
  if (characters.length <= mostCharacters) return inert;
  return `${characters.slice(0, Math.max(0, mostCharacters - 1)).join("")}…`;
}
