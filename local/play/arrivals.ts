import { watchedBy } from "./alarm-queries";
import type { Alarms } from "./alarms";
import type { Graph } from "./graph";
import { numberOf } from "./graph";
import type { MetricStore } from "./metrics";
import { minuteMs } from "./metrics";

const dayMs = 86_400_000;

/** So long a history must have had no gap before one says anything: in others it is as likely a part that nobody has exported. */
const provenMs = 7 * dayMs;

/** A time without records inside of a history. */
export interface Gap {
  /** Beginning of the last minute with records before it, and of the first one after it. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The gaps that tell of silence: those longer than `leastMs` with a week before them that has none. `minutes` are the beginnings
 * of those with records, sorted. What comes after the last record is no gap: there the history ends.
 */
export function silencesIn(minutes: readonly number[], leastMs: number): readonly Gap[] {
  const silences: Gap[] = [];
  let sinceMs = minutes[0] ?? 0;
  for (let at = 1; at < minutes.length; at += 1) {
    const [fromMs = 0, toMs = 0] = [minutes[at - 1], minutes[at]];
    if (toMs - fromMs <= leastMs) continue;
    if (fromMs - sinceMs >= provenMs) silences.push({ fromMs, toMs });
    sinceMs = toMs;
  }
  return silences;
}

/** Metrics that move with each record, or with each file of them. */
const arriving = /^AWS\/(?:Logs IncomingLogEvents|SQS NumberOfMessagesSent) /;

/** Counts every record that is read, wanted or not, for the alarms on their absence. */
export class Arrivals {
  private readonly counts = new Map<number, number>();
  private minute = Number.NaN;
  private count = 0;

  /** Many records in a row are of the same minute: only where it changes is anything looked up. */
  add(atMs: number): void {
    const minute = Math.floor(atMs / minuteMs);
    if (minute !== this.minute) {
      this.keep();
      this.minute = minute;
    }
    this.count += 1;
  }

  /** The same for so many of one minute, counted since 1970. */
  addAll(minute: number, records: number): void {
    this.counts.set(minute, (this.counts.get(minute) ?? 0) + records);
  }

  /** Writes the metrics that the alarms on absence look at, and has these look at what was silent. */
  tell(graph: Graph, metrics: MetricStore, alarms: Pick<Alarms, "moved">): void {
    this.keep();
    const minutes = [...this.counts.keys()].sort((one, other) => one - other).map((minute) => minute * minuteMs);
    for (const { key, windowMs } of alarmsOnAbsence(graph)) {
      for (const [minute, count] of this.counts) metrics.add(key, minute * minuteMs, count);
      const moments = silencesIn(minutes, windowMs).flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
      for (const atMs of moments) alarms.moved(key, atMs);
    }
  }

  private keep(): void {
    if (this.count > 0) this.addAll(this.minute, this.count);
    this.count = 0;
  }
}

/** What each looks at, and for how long it waits. */
function alarmsOnAbsence(graph: Graph): readonly { readonly key: string; readonly windowMs: number }[] {
  return graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap((alarm) => {
    const { metricKeys, fillsGaps, periodSeconds } = watchedBy(alarm);
    const windowMs = periodSeconds * numberOf(alarm.inputs.evaluationPeriods) * 1000;
    return fillsGaps === true ? metricKeys.filter((key) => arriving.test(key)).map((key) => ({ key, windowMs })) : [];
  });
}
