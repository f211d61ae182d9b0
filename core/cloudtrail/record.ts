/**
 * One CloudTrail record as it arrives: nothing in it can be relied on, neither that a field is there nor its type.
 * Field meanings: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** The value at a dotted path, or undefined where anything on the way is not an object. */
export function valueAt(record: unknown, ...path: readonly string[]): unknown {
  let value = record;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The field as text: strings as they are, numbers and booleans printed, anything else (and "") undefined. */
export function textAt(record: unknown, ...path: readonly string[]): string | undefined {
  let value = record;
  // As in `valueAt`: where functions are serialized, a call of another one takes longer than this loop, and this is called most.
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}
