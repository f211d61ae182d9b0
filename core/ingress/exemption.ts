/** Tag on a group or a rule, `TICKET,YYYY-MM-DD`: left open to the end of that day in UTC. */
export const exemptTag = "api-warden:exempt";

/** Tag on a rule or a group, an ISO time: left open until then. A rule that is put back gets it. */
export const exemptUntilTag = "api-warden:exempt-until";

/** What the tags of a rule or its group say of leaving it open. */
export type Exemption =
  | { readonly kind: "none" }
  | { readonly kind: "holds"; readonly untilMs: number; readonly ticket?: string }
  | { readonly kind: "expired"; readonly untilMs: number; readonly ticket?: string }
  | { readonly kind: "malformed"; readonly tag: string; readonly found: string };

const dayMs = 86_400_000;

/**
 * Reads both tags of a rule and its group. One that holds counts before one that is over, and that before one that can't be
 * read; what can't be read exempts nothing.
 */
export function exemptionOf(tagSets: readonly Readonly<Record<string, string>>[], nowMs: number): Exemption {
  const found = tagSets.flatMap((tags) => [...dayIn(tags, nowMs), ...timeIn(tags, nowMs)]);
  const ofKind = (kind: Exemption["kind"]) => found.find((one) => one.kind === kind);
  return ofKind("holds") ?? ofKind("expired") ?? ofKind("malformed") ?? { kind: "none" };
}

function dayIn(tags: Readonly<Record<string, string>>, nowMs: number): Exemption[] {
  const found = tags[exemptTag];
  if (found === undefined) return [];
  const [, ticket, day] = /^([^,]{1,100}),(\d{4}-\d{2}-\d{2})$/.exec(found.trim()) ?? [];
  const beginsMs = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  // Engines differ in what they make of a 31 February.
  const isDay = Number.isFinite(beginsMs) && new Date(beginsMs).toISOString().startsWith(`${day}T`);
  if (!isDay || ticket === undefined) return [{ kind: "malformed", tag: exemptTag, found }];
  const untilMs = beginsMs + dayMs;
  return [{ kind: nowMs < untilMs ? "holds" : "expired", untilMs, ticket: ticket.trim() }];
}

function timeIn(tags: Readonly<Record<string, string>>, nowMs: number): Exemption[] {
  const found = tags[exemptUntilTag];
  if (found === undefined) return [];
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/.test(found);
  const untilMs = isTime ? Date.parse(found) : Number.NaN;
  if (!Number.isFinite(untilMs)) return [{ kind: "malformed", tag: exemptUntilTag, found }];
  return [{ kind: nowMs < untilMs ? "holds" : "expired", untilMs }];
}
