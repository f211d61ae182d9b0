import type { OriginDoubt } from "../actions/action";

/** One denied call of a key. */
export interface DeniedCall {
  readonly eventId: string;
  readonly atMs: number;
  /** What is doubtful about where it came from. */
  readonly doubt?: OriginDoubt | undefined;
}

/** Denied calls of one key within an hour that speak against it. */
export const burstCalls = 5;

const hourMs = 3_600_000;

/** More are not kept: whether it is a burst shows in the first few, and what is stored stays small. */
const mostKept = 50;

/**
 * The denied calls of one key that are to be remembered, oldest first: those of the last hour before the newest of them,
 * each event once.
 */
export function withDeniedCalls(known: readonly DeniedCall[], added: readonly DeniedCall[]): readonly DeniedCall[] {
  const byId = new Map([...known, ...added].map((call) => [call.eventId, call]));
  const sorted = [...byId.values()].sort((left, right) => left.atMs - right.atMs);
  const newestMs = sorted.at(-1)?.atMs ?? 0;
  return sorted.filter(({ atMs }) => newestMs - atMs < hourMs).slice(-mostKept);
}

/** `withDeniedCalls`, and the very list that is known where all of the calls are in it already, as of a delivery that comes again. */
export function addDeniedCalls(known: readonly DeniedCall[], added: readonly DeniedCall[]): readonly DeniedCall[] {
  const isKnown = added.every(({ eventId }) => known.some((call) => call.eventId === eventId));
  return isKnown ? known : withDeniedCalls(known, added);
}

/** Whether so many calls of one key were denied within an hour that it looks like somebody trying what it can do. */
export function isBurst(calls: readonly DeniedCall[]): boolean {
  return withDeniedCalls([], calls).length >= burstCalls;
}

/** The burst in words, for example "14 calls denied within an hour". */
export function burstText(calls: readonly DeniedCall[]): string {
  const { length } = calls;
  return `${length >= mostKept ? `at least ${length}` : String(length)} calls denied within an hour`;
}
