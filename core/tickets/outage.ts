import type { TicketRecord } from "./ticket-record";

/** Pauses between tries while Jira is down, the last of them again and again: no longer than SQS holds a message back. */
const pausesMs = Object.freeze([60_000, 120_000, 240_000, 480_000, 900_000]);

/** How long an outage is waited out. Then people are told, by the alarm on the dead-letter queue. */
export const outageMs = 21_600_000;

/** The record with one more failed try; undefined where Jira fails for so long that waiting on is no use. */
export function afterFailure(
  record: TicketRecord,
  nowMs: number,
  retryAfterMs: number | undefined,
): (TicketRecord & { readonly retryAtMs: number }) | undefined {
  const failingSinceMs = record.failingSinceMs ?? nowMs;
  if (nowMs - failingSinceMs >= outageMs) return undefined;
  const pauseMs = pausesMs[Math.min(record.failures, pausesMs.length - 1)] ?? 0;
  const longestMs = pausesMs.at(-1) ?? 0;
  const retryAtMs = nowMs + Math.min(longestMs, Math.max(pauseMs, retryAfterMs ?? 0));
  return { ...record, failingSinceMs, failures: record.failures + 1, retryAtMs };
}

/** The record after Jira took something again. */
export function afterSuccess(record: TicketRecord): TicketRecord {
  return { ...record, failingSinceMs: undefined, failures: 0, retryAtMs: undefined };
}
