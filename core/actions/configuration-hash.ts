import { shortDigest } from "../short-digest";

/**
 * Twelve hexadecimal digits that stand for the settings that decisions are made from: kept in each action's record, so that
 * it can be told later whether two decisions were made under the same settings. The order of an object's keys does not matter.
 */
export function configurationHash(settings: unknown): string {
  const text = JSON.stringify(settings, (_key, value: unknown) => inOrder(value));
  return shortDigest(text, "hex", 12);
}

function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
