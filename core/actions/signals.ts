import type { Signal, SignalKind } from "./action";

/**
 * How long a signal stands beside later ones. GuardDuty repeats a finding after up to six hours, so that what it saw of the
 * same misuse is still beside what the trail shows of it.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_cloudwatch.html
 */
export const signalWindowMs = 6 * 3_600_000;

/** A leak that AWS itself announces is certain enough to stand for two. */
export function weightOf(kind: SignalKind): number {
  return kind === "exposed" ? 2 : 1;
}

/** The newest of each kind that still stands, in the order of their times. */
export function standing(signals: readonly Signal[], nowMs: number): readonly Signal[] {
  const newest = new Map<SignalKind, Signal>();
  for (const signal of signals) {
    if (nowMs - signal.atMs > signalWindowMs) continue;
    const known = newest.get(signal.kind);
    if (known === undefined || known.atMs <= signal.atMs) newest.set(signal.kind, signal);
  }
  return [...newest.values()].sort((left, right) => left.atMs - right.atMs);
}

/** Sum of the weights of the kinds that stand. */
export function weightOfAll(signals: readonly Signal[], nowMs: number): number {
  return standing(signals, nowMs).reduce((sum, { kind }) => sum + weightOf(kind), 0);
}
