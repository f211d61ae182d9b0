import type { ActionRecord } from "../actions/record";
import type { ConsolePortal } from "./console-portal";
import { insightsQuery } from "./insights-query";
import { eventLink, insightsLink } from "./links";

const dayMs = 86_400_000;

/** CloudTrail delivers to CloudWatch Logs within minutes. */
const afterMs = 1_800_000;

/** Where the trail's records are. */
export interface TrailPlace {
  /** Undefined where the trail has none. */
  readonly logGroup: string | undefined;
  readonly homeRegion?: string | undefined;
  readonly portal?: ConsolePortal | undefined;
}

/** Links to the event and to all calls of the key in the day before, as mrkdwn; none where a record does not allow one. */
export function actionLinks(record: ActionRecord, place: TrailPlace): string[] {
  const { event } = record.report;
  const { account } = record.subject;
  const found = [
    [
      event === undefined ? undefined : eventLink({ region: event.region, eventId: event.id, account }, place.portal),
      "Event in CloudTrail",
    ],
    [keySearch(record, place), "Query in Logs Insights"],
  ] as const;
  return found.flatMap(([link, label]) => (link === undefined ? [] : [`<${link}|${label}>`]));
}

function keySearch(
  { subject, seenAtMs, createdAtMs }: ActionRecord,
  { logGroup, homeRegion, portal }: TrailPlace,
): string | undefined {
  const ending = subject.id.slice(-4);
  if (subject.kind !== "key" || logGroup === undefined || homeRegion === undefined) return undefined;
  if (!/^[A-Z0-9]{4}$/.test(ending)) return undefined;
  const atMs = seenAtMs ?? createdAtMs;
  const query = insightsQuery({ keyEnding: ending });
  return insightsLink({ region: homeRegion, logGroup, query, startMs: atMs - dayMs, endMs: atMs + afterMs }, portal);
}
