import type { ActionStore } from "../../clients/action-store";
import type { FindingStore } from "../../clients/finding-memory";
import type { OriginDoubt, Signal } from "../../core/actions/action";
import { textAt } from "../../core/cloudtrail/record";
import type { OriginCheck } from "../../core/keys/country-check";
import { isHigh } from "../../core/findings/finding";
import { shortDigest } from "../../core/short-digest";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";
import { parseSuspiciousKey } from "../../core/suspicious-keys/message";
import { doubtOfReport } from "./caution";
import type { KeyRequest, KnownFinding } from "./request";

/** What taking a report reads and writes. */
export type ReportStore = Pick<ActionStore, "signals" | "noteSignal"> & Pick<FindingStore, "finding">;

/**
 * Reads one message of the topic. A signal in it counts for what it says only where one of Warden's own functions has
 * written it down; otherwise it is the word of whoever published it, which is a SIEM's. So is a finding. Throws where the
 * message is malformed, or the table can't be read or written.
 */
export async function takeReport(
  notification: unknown,
  store: ReportStore,
  check: OriginCheck,
  nowMs: number,
): Promise<KeyRequest> {
  const publishedAtMs = Date.parse(textAt(notification, "Timestamp") ?? "");
  const text = textAt(notification, "Message") ?? "";
  const key = parseSuspiciousKey(text, Number.isFinite(publishedAtMs) ? publishedAtMs : undefined);
  const noted = await store.signals(key.accessKeyId);
  const doubt: OriginDoubt | undefined = doubtOfReport(key, check, nowMs);
  const signals = key.signals.map((signal): Signal => {
    // A time that is still to come would stand longer than it may.
    const atMs = Math.min(Number.isFinite(signal.atMs) ? signal.atMs : nowMs, nowMs);
    return isNoted(signal, noted)
      ? signal
      : { ...signal, kind: "siem", atMs, ...(doubt === undefined ? {} : { doubt }) };
  });
  for (const signal of signals) if (signal.kind === "siem") await store.noteSignal(key.accessKeyId, signal);
  const occasion = key.eventIds[0] ?? textAt(notification, "MessageId") ?? `${key.accessKeyId} ${shortHash(text)}`;
  const finding = await knownFinding(key, store);
  return { key: { ...key, signals }, occasion, ...(finding === undefined ? {} : { finding }) };
}

/** Two reports that say the same are one, as are two deliveries of one report. */
function shortHash(text: string): string {
  return shortDigest(text, "base64url", 16);
}

async function knownFinding(
  { finding, accessKeyId }: SuspiciousKey,
  store: ReportStore,
): Promise<KnownFinding | undefined> {
  if (finding === undefined) return undefined;
  const known = (await store.finding(finding))?.value;
  if (known?.accessKeyIds.includes(accessKeyId) !== true) return undefined;
  return { account: known.account, isHigh: isHigh(known), isTold: known.toldAtMs !== undefined };
}

/** The newest of a kind is kept, so what was reported before it is older than what is kept. */
function isNoted(signal: Signal, noted: readonly Signal[]): boolean {
  return noted.some(({ kind, atMs }) => kind === signal.kind && signal.atMs <= atMs);
}
