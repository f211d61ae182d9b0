import type { OrganizationAccount } from "./organization";

/** What AWS Organizations tells of an account, as people have written it. */
export interface ToldOfAccount {
  readonly name: string | undefined;
  /** Names of its organizational units, from the top. */
  readonly units: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** As long as a written name may be. */
const longestWords = 128;

/** What is kept of it: no tags but those that are shown, and no text that breaks a line. */
export function knownAccount(
  { name, units, tags }: ToldOfAccount,
  { ownerTag, environmentTag }: { readonly ownerTag: string; readonly environmentTag: string },
): OrganizationAccount {
  const tag = (key: string) => (Object.hasOwn(tags, key) ? oneLine(tags[key]) : undefined);
  return {
    name: oneLine(name),
    unit: units.length === 0 ? undefined : units.map((unit) => oneLine(unit) ?? "?").join("/"),
    owner: tag(ownerTag),
    environment: tag(environmentTag),
    tags: {},
  };
}

/** Whether nothing of an account is left to be looked up. */
export function isWhollyKnown(account: OrganizationAccount | undefined): boolean {
  const { name, unit, owner, environment } = account ?? {};
  return [name, unit, owner, environment].every((fact) => fact !== undefined);
}

/** What is written holds; the rest is as it was looked up. */
export function withWritten(
  found: OrganizationAccount | undefined,
  written: OrganizationAccount | undefined,
): OrganizationAccount | undefined {
  if (found === undefined || written === undefined) return written ?? found;
  return {
    name: written.name ?? found.name,
    unit: written.unit ?? found.unit,
    owner: written.owner ?? found.owner,
    environment: written.environment ?? found.environment,
    tags: written.tags,
  };
}

function oneLine(text: string | undefined): string | undefined {
  const line = (text ?? "").replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return line === "" ? undefined : [...line].slice(0, longestWords).join("");
}
