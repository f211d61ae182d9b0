import type { StateTable } from "../../clients/state-table";
import type { Topic } from "../../clients/topic";
import type { ActionStore } from "../../clients/action-store";
import type { Reason } from "../../core/actions/action";
import { recordId } from "../../core/actions/record-id";
import { ticketEventText } from "../../core/incidents/ticket-event";
import { reasonWords } from "../../core/slack/action-words";
import type { Sighting } from "../actions/responder";

/** What becomes a ticket, and what kind of incident it is. */
const incidentKinds: Partial<Readonly<Record<Reason, string>>> = Object.freeze({
  "not-rebuilt": "trail-deleted",
  "returned-too-often": "trail-stopped-again",
});

export interface AnnounceParts {
  readonly store: Pick<ActionStore, "record">;
  readonly table: Pick<StateTable, "read" | "write">;
  readonly topic: Topic;
}

const item = "STATE";
const keptMs = 400 * 86_400_000;

/** Publishes what was decided on a trail as a ticket event where people have more to do than to read; once for each record. */
export async function announce(sighting: Sighting, parts: AnnounceParts, nowMs: number): Promise<void> {
  const id = recordId("restart-trail", sighting.subject, sighting.occasion);
  const record = (await parts.store.record(id))?.value;
  const kind = record === undefined ? undefined : incidentKinds[record.reason];
  if (record === undefined || kind === undefined) return;
  const key = `TICKET#${id}`;
  if ((await parts.table.read(key, item)) !== undefined) return;
  const { subject, eventIds, report, reason } = record;
  await parts.topic.publish(
    ticketEventText({
      kind,
      subject: { kind: subject.kind, id: subject.id },
      account: subject.account,
      region: subject.region,
      cause: `${kind} ${subject.id}`,
      text: [...report.seen, reasonWords[reason]].join("\n"),
      eventIds,
      at: new Date(record.seenAtMs ?? nowMs).toISOString(),
    }),
  );
  await parts.table.write(key, item, { atMs: nowMs }, 0, nowMs + keptMs);
}
