import type { FilterPattern } from "../../../core/filter-pattern/pattern";

/** Texts that JSON writes as they are, unless it writes letters by number. */
const plainText = /^[\w.:@=+-]{4,}$/;

/**
 * Texts that stand in every JSON text that matches the pattern: a quick look for those spares parsing the others. None
 * for a pattern that demands no single text.
 */
export function requiredTexts(pattern: FilterPattern): string[] {
  if (pattern.kind === "and") return pattern.operands.flatMap(requiredTexts);
  if (pattern.kind !== "comparison" || pattern.operator !== "=" || pattern.value.kind !== "string") return [];
  return plainText.test(pattern.value.text) ? [pattern.value.text] : [];
}

/** False for a text (or its bytes) that surely lacks one of them. */
export function mayContain(json: string | Buffer, texts: readonly string[]): boolean {
  return texts.every((text) => json.includes(text)) || json.includes("\\u");
}
