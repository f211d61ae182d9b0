import type { TrailFacts } from "./facts";

/** The account that a trail belongs to. */
export function ownerOf({ arn }: Pick<TrailFacts, "arn">): string {
  return arn.split(":")[4] ?? "";
}

/** Pulumi appends seven characters of its own to the name of what it makes. */
export function isOwnName(name: string, logicalNames: readonly string[]): boolean {
  const [, logical = ""] = /^(.+)-[0-9a-f]{7}$/.exec(name) ?? [];
  return logicalNames.includes(logical);
}

/** The name of a trail that some stack of Warden has made. */
export function isOwnTrail({ name }: Pick<TrailFacts, "name">): boolean {
  return isOwnName(name, ["trail-logs"]);
}
