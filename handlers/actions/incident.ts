import type { Reason, RefusalReason } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import type { TicketEvent } from "../../core/incidents/ticket-event";
import { ticketEventText } from "../../core/incidents/ticket-event";
import { actionText } from "../../core/tickets/action-text";
import type { ResponderParts } from "./parts";
import type { Responder } from "./responder";

/** What an action's record is an incident of. */
export type IncidentOf = Pick<TicketEvent, "kind" | "subject" | "cause"> & { readonly occasion: string };

/**
 * Refusals to touch what AWS knows, which people have to see to. What is refused by its form alone is no incident: whoever
 * reports may have made it up.
 */
const ticketedRefusals: readonly Reason[] = Object.freeze([
  "root",
  "account-not-listed",
  "account-out-of-reach",
  "role-not-assumable",
  "unknown-owner",
  "owner-mismatch",
  "protected",
  "deploying-principal",
] satisfies RefusalReason[]);

/** Whether people have more to do than to read. */
export function isIncident({ verdict, reason, state, weighing }: ActionRecord): boolean {
  if (state === "left" || state === "expired" || state === "restored" || state === "begun") return false;
  switch (verdict) {
    case "done":
    case "ask":
    case "failed":
      return true;
    case "refused":
      return ticketedRefusals.includes(reason);
    case "notify":
      // With as many signals as acting takes it is severe, whatever has kept Warden from acting.
      return weighing?.signals !== undefined && weighing.signals.weight >= weighing.signals.needed;
    case "skip":
      return false;
  }
}

/** Publishes what was decided for its ticket; once for each decision of a record. Throws what SNS says. */
export async function announce(
  record: ActionRecord,
  responder: Pick<Responder<unknown>, "incidentOf">,
  { incidents }: Pick<ResponderParts, "incidents">,
  nowMs: number,
): Promise<ActionRecord> {
  const outcome = `${record.action} ${record.verdict} ${record.reason}`;
  const about = responder.incidentOf?.(record);
  if (incidents === undefined || about === undefined || record.announced === outcome) return record;
  if (!isIncident(record)) return record;
  await incidents.publish(ticketEventText({ ...eventOf(record, about, nowMs), outcome, text: actionText(record) }));
  return { ...record, announced: outcome };
}

/** Publishes that a second look has found that the change holds. */
export async function announceContained(
  record: ActionRecord,
  responder: Pick<Responder<unknown>, "incidentOf">,
  { incidents }: Pick<ResponderParts, "incidents">,
  lines: readonly string[],
  nowMs: number,
): Promise<void> {
  const about = responder.incidentOf?.(record);
  if (incidents === undefined || about === undefined) return;
  const outcome = `${record.action} contained`;
  const event = { ...eventOf(record, about, nowMs), outcome, phase: "resolved", text: lines.join("\n") } as const;
  await incidents.publish(ticketEventText(event));
}

function eventOf(record: ActionRecord, about: IncidentOf, nowMs: number): Omit<TicketEvent, "version" | "text"> {
  const { subject, eventIds, report, id } = record;
  return {
    ...about,
    account: subject.account,
    region: subject.region ?? report.event?.region,
    eventIds,
    at: new Date(nowMs).toISOString(),
    record: id,
  };
}
