import { classifyRecord } from "../cloudtrail/error-code";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { shownAt } from "../cloudtrail/field";
import { serviceOfHost } from "../cloudtrail/partition";
import { textAt } from "../cloudtrail/record";
import { sourceOf } from "../cloudtrail/source-address";
import type { OriginCheck } from "./country-check";

/** What a key did lately: the ground on which people judge what cutting it off would break. */
export interface KeyUse {
  readonly calls: number;
  readonly denied: number;
  /** Calls by source address, most first. */
  readonly addresses: readonly { readonly address: string; readonly count: number; readonly country?: string }[];
  readonly addressCount: number;
  /** Calls by `service:Action`, most first. */
  readonly actions: readonly { readonly action: string; readonly count: number }[];
  readonly actionCount: number;
  /** Newest call from `allowedNetworks` that was not denied. */
  readonly lastGoodAtMs?: number;
}

/** Where a look at the log stood when it ended. */
export interface Look {
  readonly use: KeyUse;
  /** Whether there was more than could be read in the time that the look may take. */
  readonly truncated: boolean;
  readonly hours: number;
}

const shownAddresses = 4;
const shownActions = 5;

/** Sums the records of one key up. A record may lack anything; each event counts once. */
export function useOf(records: readonly CloudTrailRecord[], check: OriginCheck): KeyUse {
  const addresses = new Map<string, number>();
  const countries = new Map<string, string>();
  const actions = new Map<string, number>();
  const seen = new Set<string>();
  let denied = 0;
  let calls = 0;
  let lastGoodAtMs: number | undefined;
  for (const record of records) {
    const id = textAt(record, "eventID");
    if (id !== undefined && seen.has(id)) continue;
    if (id !== undefined) seen.add(id);
    calls += 1;
    const isDenied = classifyRecord(record) !== "none";
    if (isDenied) denied += 1;
    const atMs = Date.parse(textAt(record, "eventTime") ?? "");
    const source = sourceOf(record);
    const address = source.address || "unknown";
    const origin = check(source, atMs);
    if ("country" in origin) countries.set(address, origin.country);
    count(addresses, address);
    count(actions, actionOf(record));
    const isGood = !isDenied && origin.kind === "allowed" && origin.by === "network";
    if (isGood && Number.isFinite(atMs) && atMs > (lastGoodAtMs ?? -Infinity)) lastGoodAtMs = atMs;
  }
  return {
    calls,
    denied,
    addresses: most(addresses, shownAddresses).map(([address, times]) => {
      const country = countries.get(address);
      return { address, count: times, ...(country === undefined ? {} : { country }) };
    }),
    addressCount: addresses.size,
    actions: most(actions, shownActions).map(([action, times]) => ({ action, count: times })),
    actionCount: actions.size,
    ...(lastGoodAtMs === undefined ? {} : { lastGoodAtMs }),
  };
}

function actionOf(record: CloudTrailRecord): string {
  const source = shownAt(record, "eventSource") ?? "unknown";
  return `${serviceOfHost(source) ?? source}:${shownAt(record, "eventName") ?? "unknown"}`;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function most(counts: ReadonlyMap<string, number>, shown: number): [string, number][] {
  return [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1)).slice(0, shown);
}

/** The use in sentences for people, with callers' own words in backticks. */
export function useLines({ use, truncated, hours }: Look): string[] {
  const calls = `${truncated ? "at least " : ""}${counted(use.calls, "call")} in the last ${hours} hours, ${use.denied} of them denied`;
  if (use.calls === 0) return [`${truncated ? "No call read so far" : "No call"} in the last ${hours} hours`];
  const addresses = use.addresses.map(
    ({ address, count: times, country }) =>
      `${quoted(address)}${country === undefined ? "" : ` (${country})`} ${times}×`,
  );
  const actions = use.actions.map(({ action, count: times }) => `${quoted(action)} ${times}×`);
  return [
    calls,
    `From ${listed(addresses, use.addressCount)}`,
    `Mostly ${listed(actions, use.actionCount)}`,
    use.lastGoodAtMs === undefined
      ? "No good call from an allowed network seen"
      : `Last good call from an allowed network: ${new Date(use.lastGoodAtMs).toISOString().replace(/\.\d+Z/, "Z")}`,
  ];
}

/** In the backticks that mark another's words; one of theirs can't end them. */
export function quoted(text: string): string {
  return `\`${text.replaceAll("`", "'").slice(0, 100)}\``;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function listed(names: readonly string[], total: number): string {
  return total > names.length ? `${names.join(", ")} and ${total - names.length} more` : names.join(", ");
}
