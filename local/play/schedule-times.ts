/** When a schedule ticks. Times in milliseconds since 1970, in UTC. */
export interface ScheduleTimes {
  /** The first tick at or after this time. */
  next(fromMs: number): number;
  /** Ticks after the one time and before the other. */
  between(afterMs: number, beforeMs: number): number;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const unitsMs: Readonly<Record<string, number>> = { minute: minuteMs, hour: hourMs, day: dayMs };

/**
 * Reads `rate(…)`, and `cron(…)` with minutes and hours for every day. Throws for what it does not know.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function scheduleTimes(expression: string): ScheduleTimes {
  const times = rateTimes(expression) ?? dailyTimes(expression);
  if (times === undefined) throw new Error(`the local run does not know the schedule ${expression}`);
  return times;
}

function rateTimes(expression: string): ScheduleTimes | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const periodMs = Number(count) * (unitsMs[unit ?? ""] ?? Number.NaN);
  if (!(periodMs > 0)) return undefined;
  return {
    next: (fromMs) => Math.ceil(fromMs / periodMs) * periodMs,
    between: (afterMs, beforeMs) => Math.round((beforeMs - afterMs) / periodMs) - 1,
  };
}

function dailyTimes(expression: string): ScheduleTimes | undefined {
  const [, minutes, hours] = /^cron\(([\d,]+) ([\d,]+) \* \* \? \*\)$/.exec(expression) ?? [];
  const minuteList = numbers(minutes, 59);
  const hourList = numbers(hours, 23);
  if (minuteList === undefined || hourList === undefined) return undefined;
  const inDay = hourList.flatMap((hour) => minuteList.map((minute) => hour * hourMs + minute * minuteMs));
  inDay.sort((one, other) => one - other);
  const next = (fromMs: number) => {
    const dayStart = Math.floor(fromMs / dayMs) * dayMs;
    const today = inDay.find((time) => dayStart + time >= fromMs);
    return today === undefined ? dayStart + dayMs + (inDay[0] ?? 0) : dayStart + today;
  };
  return {
    next,
    between(afterMs, beforeMs) {
      let ticks = 0;
      for (let at = next(afterMs + 1); at < beforeMs; at = next(at + 1)) ticks += 1;
      return ticks;
    },
  };
}

function numbers(text: string | undefined, most: number): number[] | undefined {
  const found = (text ?? "").split(",").map((one) => (one === "" ? Number.NaN : Number(one)));
  return found.every((one) => one >= 0 && one <= most) ? found : undefined;
}
