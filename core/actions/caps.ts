import type { ActionLimits } from "./action";

/** Announced leaks and high GuardDuty findings have budgets of their own, so that noise can't use up their room. */
export type Budget = "ordinary" | "announced" | "high-finding";

/** One change that counts against the caps of the hour after it. */
export interface Reservation {
  /** Of the action's record. */
  readonly id: string;
  readonly atMs: number;
  readonly account: string;
  readonly budget: Budget;
}

/** Whether there is room for one more change; otherwise the reason why people are told instead. */
export type Room = "room" | "cap-of-account" | "cap-of-all" | "cap-unreadable";

const hourMs = 3_600_000;

/** Those that still count. */
export function withoutExpired(reservations: readonly Reservation[], nowMs: number): readonly Reservation[] {
  return reservations.filter(({ atMs }) => nowMs - atMs < hourMs);
}

/** Counts the changes of the last hour. A reservation of the same record has its room already. */
export function roomFor(
  reservations: readonly Reservation[],
  wanted: Reservation,
  { perAccountPerHour, perHour }: Pick<ActionLimits, "perAccountPerHour" | "perHour">,
): Room {
  const counting = withoutExpired(reservations, wanted.atMs).filter(({ budget }) => budget === wanted.budget);
  if (counting.some(({ id }) => id === wanted.id)) return "room";
  if (counting.filter(({ account }) => account === wanted.account).length >= perAccountPerHour) return "cap-of-account";
  return counting.length >= perHour ? "cap-of-all" : "room";
}
