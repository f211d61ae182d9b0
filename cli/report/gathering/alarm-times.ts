import type { AlarmEffect } from "../../../local/effects";

/** One stretch of time in which an alarm was in ALARM; `toMs` is undefined where it was when the run ended. */
export interface AlarmStretch {
  readonly fromMs: number;
  toMs: number | undefined;
}

export interface AlarmTimes {
  readonly alarm: string;
  /** The first so many. */
  readonly stretches: readonly AlarmStretch[];
  /** How often it went off. */
  readonly times: number;
  /** In ALARM in all, until the end of the run. */
  readonly inAlarmMs: number;
  /** Whether it was in ALARM when the run ended. */
  readonly isOn: boolean;
}

interface Kept {
  readonly stretches: AlarmStretch[];
  times: number;
  endedMs: number;
  sinceMs: number | undefined;
}

const mostStretches = 500;

/** How long each alarm was in ALARM. An alarm that stays there sends nothing more, however much goes on. */
export class Alarms {
  private readonly byName = new Map<string, Kept>();

  see({ alarm, state, at }: AlarmEffect): void {
    const atMs = Date.parse(at);
    let kept = this.byName.get(alarm);
    if (kept === undefined)
      this.byName.set(alarm, (kept = { stretches: [], times: 0, endedMs: 0, sinceMs: undefined }));
    if (state === "ALARM" && kept.sinceMs === undefined) {
      kept.times += 1;
      kept.sinceMs = atMs;
      if (kept.stretches.length < mostStretches) kept.stretches.push({ fromMs: atMs, toMs: undefined });
    }
    if (state === "ALARM" || kept.sinceMs === undefined) return;
    kept.endedMs += atMs - kept.sinceMs;
    const last = kept.stretches.at(-1);
    if (last?.fromMs === kept.sinceMs) last.toMs = atMs;
    kept.sinceMs = undefined;
  }

  /** Longest in ALARM first. */
  until(endMs: number): AlarmTimes[] {
    return [...this.byName]
      .map(([alarm, { stretches, times, endedMs, sinceMs }]) => {
        const open = sinceMs === undefined ? 0 : Math.max(0, endMs - sinceMs);
        return { alarm, stretches, times, inAlarmMs: endedMs + open, isOn: sinceMs !== undefined };
      })
      .filter(({ times }) => times > 0)
      .sort((one, other) => other.inAlarmMs - one.inAlarmMs || (one.alarm < other.alarm ? -1 : 1));
  }
}
