/**
 * Findings as GuardDuty's API and its command line print them, with names in capitals
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html), are the same findings as EventBridge's.
 */

/** A finding in the API's form. Security Hub's findings have capitals too, but no `Service`. */
export function isApiFinding(value: Record<string, unknown>): boolean {
  const { SchemaVersion, Type, Service } = value;
  return (
    typeof SchemaVersion === "string" && typeof Type === "string" && typeof Service === "object" && Service !== null
  );
}

/** The finding with the names that it has in an event. Names that are data, such as `AWS::S3::Bucket`, stay as they are. */
export function eventForm(finding: Record<string, unknown>): Record<string, unknown> {
  return renamed(finding) as Record<string, unknown>;
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [nameInEvent(name), renamed(inner)]));
}

function nameInEvent(name: string): string {
  return /^[A-Z][A-Za-z0-9]*$/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
