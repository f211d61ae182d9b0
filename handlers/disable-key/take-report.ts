import type { ActionStore } from "../../clients/action-store";
import type { Signal } from "../../core/actions/action";
import { textAt } from "../../core/cloudtrail/record";
import { parseSuspiciousKey } from "../../core/suspicious-keys/message";
import type { KeyRequest } from "./request";

/**
 * Reads one message of the topic. A signal in it counts for what it says only where one of Warden's own functions has
 * written it down; otherwise it is the word of whoever published it, which is a SIEM's. Throws where the message is
 * malformed, or the signals can't be kept.
 */
export async function takeReport(
  notification: unknown,
  store: Pick<ActionStore, "signals" | "noteSignal">,
  nowMs: number,
): Promise<KeyRequest> {
  const publishedAtMs = Date.parse(textAt(notification, "Timestamp") ?? "");
  const key = parseSuspiciousKey(
    textAt(notification, "Message") ?? "",
    Number.isFinite(publishedAtMs) ? publishedAtMs : undefined,
  );
  const noted = await store.signals(key.accessKeyId);
  const signals = key.signals.map((signal): Signal => {
    // A time that is still to come would stand longer than it may.
    const atMs = Math.min(Number.isFinite(signal.atMs) ? signal.atMs : nowMs, nowMs);
    return isNoted(signal, noted) ? signal : { ...signal, kind: "siem", atMs };
  });
  for (const signal of signals) if (signal.kind === "siem") await store.noteSignal(key.accessKeyId, signal);
  const occasion = key.eventIds[0] ?? textAt(notification, "MessageId") ?? `${key.accessKeyId} ${publishedAtMs}`;
  return { key: { ...key, signals }, occasion };
}

/** The newest of a kind is kept, so what was reported before it is older than what is kept. */
function isNoted(signal: Signal, noted: readonly Signal[]): boolean {
  return noted.some(({ kind, atMs }) => kind === signal.kind && signal.atMs <= atMs);
}
