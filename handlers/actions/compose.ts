import type { Reason, Signal, Verdict } from "../../core/actions/action";
import type { ActionRecord, RecordState } from "../../core/actions/record";
import type { Report } from "../../core/actions/report";
import type { Facts } from "./responder";
import type { Round } from "./round";
import type { Weighed } from "./weigh";

/** DynamoDB takes items of at most 400 KB; a message shows far less. */
const mostEventIds = 200;
const mostLines = 20;
const longestLine = 500;

/** What a record says anew; everything else it has from the round. */
export interface RecordChange {
  readonly state: RecordState;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly facts?: Facts | undefined;
  readonly weighed?: Weighed | undefined;
}

/** The record of this round in a new state, which people have not been told of yet. */
export function compose<Request>(round: Round<Request>, change: RecordChange): ActionRecord {
  const { request, responder, parts, nowMs, sighting, id, earlier } = round;
  const { state, verdict, reason, facts, weighed } = change;
  const before = earlier?.value;
  const sight = facts?.sight ?? before?.sight ?? sighting.sight;
  const { impact, ...report } = bounded(
    facts?.report ?? { ...(before?.report ?? { seen: [] }), impact: before?.impact ?? [] },
  );
  return {
    id,
    state,
    action: responder.action,
    subject: facts?.subject ?? before?.subject ?? sighting.subject,
    verdict,
    reason,
    eventIds: sighting.eventIds.slice(0, mostEventIds),
    seenAtMs: sighting.seenAtMs,
    createdAtMs: before?.createdAtMs ?? nowMs,
    changedAtMs: nowMs,
    before: before?.before,
    after: before?.after,
    approval: before?.approval,
    configurationHash: parts.settings.configurationHash,
    impact,
    report,
    ...(sight === undefined ? {} : { sight }),
    weighing: weighed === undefined ? before?.weighing : boundedWeighing(weighed),
    failures: before?.failures ?? 0,
    told: false,
    announced: before?.announced,
    firstToldAtMs: before?.firstToldAtMs,
    message: before?.message,
    request,
  };
}

function bounded({ seen, impact, owner, event }: Report): Report {
  return {
    seen: boundedLines(seen),
    impact: boundedLines(impact),
    ...(owner === undefined ? {} : { owner: owner.slice(0, longestLine) }),
    ...(event === undefined ? {} : { event: { id: event.id.slice(0, 100), region: event.region.slice(0, 50) } }),
  };
}

function boundedLines(lines: readonly string[]): string[] {
  return lines.slice(0, mostLines).map((line) => line.slice(0, longestLine));
}

function boundedWeighing({ weighing }: Weighed): Weighed["weighing"] {
  const { signals } = weighing;
  if (signals === undefined) return weighing;
  const standing = signals.standing.map((signal): Signal => ({ ...signal, text: signal.text.slice(0, longestLine) }));
  return { ...weighing, signals: { ...signals, standing } };
}
