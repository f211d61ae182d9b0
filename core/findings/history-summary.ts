import { classifyRecord } from "../cloudtrail/error-code";
import { shownAt } from "../cloudtrail/field";
import { serviceOfHost } from "../cloudtrail/partition";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { sourceOf } from "../cloudtrail/source-address";
import { quoted } from "../keys/impact";
import { counted, listText, numberText, utcText } from "../slack/wording";

/** What a key did, read from CloudTrail's event history. */
export interface HistoryRead {
  readonly records: readonly CloudTrailRecord[];
  /** Regions that were looked into. */
  readonly regions: readonly string[];
  /** Why not all of it was read; undefined where it was. */
  readonly stopped: string | undefined;
}

const shownEvents = 8;
const shownAddresses = 5;
const shownErrors = 4;

/** How far the history goes back, in hours. */
export const historyHours = 24;

/** What the key did in sentences, callers' own words in backticks. Each event counts once. */
export function historySentences({ records, regions, stopped }: HistoryRead): string[] {
  const events = new Map<string, number>();
  const addresses = new Map<string, number>();
  const errors = new Map<string, number>();
  const seen = new Set<string>();
  const timesMs: number[] = [];
  let denied = 0;
  for (const record of records) {
    const id = textAt(record, "eventID");
    if (id !== undefined && seen.has(id)) continue;
    seen.add(id ?? `without id ${seen.size}`);
    count(events, eventOf(record));
    count(addresses, sourceOf(record).address || "unknown");
    const error = textAt(record, "errorCode");
    if (error !== undefined) count(errors, error);
    if (classifyRecord(record) !== "none") denied += 1;
    const atMs = Date.parse(textAt(record, "eventTime") ?? "");
    if (Number.isFinite(atMs)) timesMs.push(atMs);
  }
  const where = `the event history of ${regions.map(quoted).join(" and ")}`;
  const end = stopped === undefined ? [] : [`Not all of it could be read: ${stopped}`];
  if (seen.size === 0) return [`No call in ${where} in the last ${historyHours} hours`, ...end];
  return [
    `${stopped === undefined ? "" : "At least "}${counted(seen.size, "call")} in the last ${historyHours} hours, ${numberText(denied)} of them denied, by ${where}`,
    ...spanSentence(timesMs),
    `Calls: ${listed(events, shownEvents)}`,
    `From ${listed(addresses, shownAddresses)}`,
    ...(errors.size === 0 ? [] : [`Errors: ${listed(errors, shownErrors)}`]),
    ...end,
    "Calls on data, such as reading objects, are not in that history",
  ];
}

function spanSentence(timesMs: readonly number[]): string[] {
  if (timesMs.length === 0) return [];
  const sorted = [...timesMs].sort((one, other) => one - other);
  const [first, last] = [sorted[0], sorted.at(-1)].map((atMs) => utcText(new Date(atMs ?? 0).toISOString()));
  return [first === last ? `At ${first}` : `First ${first}, last ${last}`];
}

function eventOf(record: CloudTrailRecord): string {
  const source = shownAt(record, "eventSource") ?? "unknown";
  return `${serviceOfHost(source) ?? source}:${shownAt(record, "eventName") ?? "unknown"}`;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>, shown: number): string {
  const most = [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
  const texts = most.slice(0, shown).map(([name, times]) => `${quoted(name)} ${numberText(times)}×`);
  return listText(texts, shown, counts.size);
}
