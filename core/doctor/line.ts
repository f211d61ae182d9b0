import type { Seen } from "./seen";
import { isSeen } from "./seen";

/**
 * How bad it is. `fails`: the deployment ends there, or what is deployed can't do its work; `warns`: something is missed;
 * `unseen`: nobody knows; `costs`: it adds to the bill; `notes`: as it should be, or good to know.
 */
export const levels = ["fails", "warns", "unseen", "costs", "notes"] as const;

export type Level = (typeof levels)[number];

/** What was found of one thing, what follows, and what to do about it. */
export interface DoctorLine {
  readonly level: Level;
  /** The thing, such as "log group audit". */
  readonly about: string;
  readonly found: string;
  readonly follows?: string | undefined;
  readonly do?: string | undefined;
}

/** The worst first; lines that are equally bad stay in their order. */
export function worstFirst(lines: readonly DoctorLine[]): DoctorLine[] {
  return levels.flatMap((level) => lines.filter((line) => line.level === level));
}

/** What else `see` makes of the answer; one line where there is none. */
export function linesOf<Value>(
  about: string,
  seen: Seen<Value>,
  see: (value: Value) => readonly DoctorLine[],
): readonly DoctorLine[] {
  if (isSeen(seen)) return see(seen.value);
  const { needs, why } = seen;
  const found =
    why === undefined ? `could not be seen: ${about} needs ${needs.join(", ")}` : `could not be seen: ${why}`;
  return [{ level: "unseen", about, found }];
}

/** The worst of some levels. */
export function worstOf(found: readonly Level[]): Level {
  return levels.find((level) => found.includes(level)) ?? "notes";
}

/** One weak point of a thing that a single line tells of. */
export interface WeakPoint {
  readonly level: Level;
  readonly follows: string;
  readonly do?: string | undefined;
}

/** A line for a thing with some weak points, as bad as the worst of them. */
export function lineWith(about: string, found: string, points: readonly WeakPoint[]): DoctorLine {
  const [worst, ...others] = worstPoints(points);
  if (worst === undefined) return { level: "notes", about, found };
  const all = [worst, ...others];
  const remedies = [...new Set(all.flatMap((point) => point.do ?? []))];
  return {
    level: worst.level,
    about,
    found,
    follows: all.map(({ follows }) => follows).join("; "),
    ...(remedies.length === 0 ? {} : { do: remedies.join("; ") }),
  };
}

function worstPoints(points: readonly WeakPoint[]): WeakPoint[] {
  return levels.flatMap((level) => points.filter((point) => point.level === level));
}
