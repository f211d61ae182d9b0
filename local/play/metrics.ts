/** Name of a metric with its namespace and dimensions, as one text. */
export function metricKey(namespace: string, name: string, dimensions: Readonly<Record<string, unknown>> = {}): string {
  const parts = Object.entries(dimensions).map(([key, value]) => `${key}=${String(value)}`);
  return [namespace, name, ...parts.sort()].join(" ");
}

/** Values of one minute, as CloudWatch keeps them. */
export interface Datum {
  readonly sum: number;
  readonly samples: number;
  readonly least: number;
  readonly most: number;
}

export const minuteMs = 60_000;

interface Series {
  readonly minutes: Map<number, Datum>;
  /** A queue's depth goes on being what it was until it changes. */
  gauge?: { sinceMs: number; value: number };
  /** What a minute without values counts as, by the metric filter's default value. */
  defaultValue?: number;
}

/** All metrics of the local run, by minute. */
export class MetricStore {
  private readonly series = new Map<string, Series>();

  private of(key: string): Series {
    let series = this.series.get(key);
    if (series === undefined) this.series.set(key, (series = { minutes: new Map() }));
    return series;
  }

  setDefault(key: string, value: number): void {
    this.of(key).defaultValue = value;
  }

  add(key: string, atMs: number, value: number): void {
    const { minutes } = this.of(key);
    const minute = Math.floor(atMs / minuteMs);
    const before = minutes.get(minute);
    minutes.set(
      minute,
      before === undefined ? { sum: value, samples: 1, least: value, most: value } : added(before, value),
    );
  }

  setGauge(key: string, atMs: number, value: number): void {
    this.of(key).gauge = { sinceMs: Math.floor(atMs / minuteMs) * minuteMs, value };
  }

  /** Minutes that hold a value, as milliseconds of their beginning, sorted. */
  minutesOf(key: string): number[] {
    return [...(this.series.get(key)?.minutes.keys() ?? [])]
      .sort((one, other) => one - other)
      .map((one) => one * minuteMs);
  }

  /** What was measured from `fromMs` up to, not including, `toMs`; undefined where nothing was. */
  over(key: string, fromMs: number, toMs: number): Datum | undefined {
    const series = this.series.get(key);
    if (series === undefined) return undefined;
    let sum: Datum | undefined;
    for (let minute = Math.floor(fromMs / minuteMs); minute * minuteMs < toMs; minute += 1) {
      const datum = series.minutes.get(minute) ?? gaugeAt(series, minute);
      if (datum !== undefined) sum = sum === undefined ? datum : joined(sum, datum);
    }
    return sum ?? (series.defaultValue === undefined ? undefined : added(undefined, series.defaultValue));
  }
}

function gaugeAt({ gauge }: Series, minute: number): Datum | undefined {
  return gauge !== undefined && minute * minuteMs >= gauge.sinceMs ? added(undefined, gauge.value) : undefined;
}

function added(before: Datum | undefined, value: number): Datum {
  const datum = { sum: value, samples: 1, least: value, most: value };
  return before === undefined ? datum : joined(before, datum);
}

function joined(one: Datum, other: Datum): Datum {
  return {
    sum: one.sum + other.sum,
    samples: one.samples + other.samples,
    least: Math.min(one.least, other.least),
    most: Math.max(one.most, other.most),
  };
}
