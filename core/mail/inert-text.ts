import { visibleText, withoutKeyIds } from "../slack/escape";

/** The end of what looks like a host's name, for example `.com` in `evil.com/login`. */
const dotBeforeName = /(?<=[\p{L}\p{N}])\.(?=\p{L}{2})/gu;

/**
 * Text of anybody's for a plain-text mail: one line with nothing hidden, of at most `mostCharacters`, and nothing in it that
 * a mail program would make a link of. Of key ids the last four characters are left.
 */
export function inertText(text: string, mostCharacters: number): string {
  const visible = withoutKeyIds(visibleText(text.slice(0, 4 * mostCharacters).trim()));
  const inert = withoutAddresses(visible);
  const characters = [...inert];
  if (characters.length <= mostCharacters) return inert === "" ? "(empty)" : inert;
  return `${characters.slice(0, Math.max(0, mostCharacters - 3)).join("")}...`;
}

/** The text with nothing in it that reads as an address of the web. */
export function withoutAddresses(text: string): string {
  return text.replaceAll("://", "[:]//").replace(dotBeforeName, "[.]");
}
