import type { EventPattern } from "./pattern";

/**
 * The texts of which an event must hold one at the path for the pattern to match; undefined where the pattern takes
 * others too, or nothing at all. For looking away early from events that can't match.
 */
export function exactTextsAt({ alternatives }: EventPattern, ...path: readonly string[]): Set<string> | undefined {
  const texts = new Set<string>();
  for (const fields of alternatives) {
    const field = fields.find((one) => one.path.join("\0") === path.join("\0"));
    if (field === undefined) return undefined;
    for (const match of field.matches) {
      if (match.kind !== "equals" || typeof match.value !== "string") return undefined;
      texts.add(match.value);
    }
  }
  return texts;
}
