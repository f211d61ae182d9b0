import { textAt, valueAt } from "./record";

const longestShownValue = 300;

/**
 * The field for people to read: text as it is, and a list or object (an undocumented type) as its JSON, cut short.
 * Undefined where the field is absent, null or empty.
 */
export function shownAt(record: unknown, ...path: readonly string[]): string | undefined {
  const value = valueAt(record, ...path);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "object" && value !== null ? jsonText(value) : textAt({ value }, "value");
}

function jsonText(value: object): string | undefined {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text?.slice(0, longestShownValue);
  } catch {
    return undefined;
  }
}

/** A field that CloudTrail writes as a boolean in some places and as "true" or "false" in others. */
export function booleanAt(record: unknown, ...path: readonly string[]): boolean | undefined {
  const text = textAt(record, ...path)?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** A copy without the properties that are undefined, so that printing or comparing it never meets one. */
export function withoutAbsent<Shape extends object>(shape: Shape): Shape {
  const present: Partial<Shape> = {};
  for (const name of Object.keys(shape) as (keyof Shape)[]) {
    const value = shape[name];
    if (value !== undefined) present[name] = value;
  }
  return present as Shape;
}
