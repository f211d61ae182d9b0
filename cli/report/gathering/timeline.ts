import type { SeverityLevel } from "../../../core/denials/severity";
import { levels } from "./severity-of-headline";

const minuteMs = 60_000;
const yearMs = 525_600 * minuteMs;
const mostBins = 5_000;

/** Widths of a bar in minutes that people can read times off. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 10_080, 43_200, 525_600] as const;

/** Denials in one stretch of time, by severity. */
export interface Bin {
  readonly fromMs: number;
  readonly counts: Readonly<Record<SeverityLevel, number>>;
}

type Row = Record<SeverityLevel, number>;

/** Denials over time, in bins that grow with the time that they cover. */
export class Timeline {
  private bins = new Map<number, Row>();
  private binMs = minuteMs;

  take(atMs: number, level: SeverityLevel, by = 1): void {
    const start = Math.floor(atMs / this.binMs) * this.binMs;
    let row = this.bins.get(start);
    if (row === undefined) this.bins.set(start, (row = emptyRow()));
    row[level] += by;
    while (this.bins.size > mostBins) this.widen(this.binMs * 2);
  }

  /** At most so many bins from the first time to the last, empty ones among them. */
  binned(fromMs: number, toMs: number, most: number): { readonly binMs: number; readonly bins: readonly Bin[] } {
    const spanMs = toMs - fromMs;
    const wanted = steps.find((minutes) => spanMs / (minutes * minuteMs) < most - 1);
    const years = Math.floor(spanMs / (yearMs * (most - 1))) + 1;
    const binMs = Math.max(this.binMs, wanted === undefined ? years * yearMs : wanted * minuteMs);
    const rows = new Map<number, Row>();
    const start = Math.floor(fromMs / binMs) * binMs;
    for (let at = start; at <= toMs && rows.size <= most; at += binMs) rows.set(at, emptyRow());
    for (const [at, row] of this.bins) addTo(rows, Math.floor(at / binMs) * binMs, row);
    return { binMs, bins: [...rows].map(([from, counts]) => ({ fromMs: from, counts })) };
  }

  private widen(binMs: number): void {
    const wider = new Map<number, Row>();
    for (const [at, row] of this.bins) addTo(wider, Math.floor(at / binMs) * binMs, row);
    this.bins = wider;
    this.binMs = binMs;
  }
}

function emptyRow(): Row {
  return { info: 0, low: 0, high: 0, critical: 0 };
}

function addTo(rows: Map<number, Row>, at: number, added: Row): void {
  let row = rows.get(at);
  if (row === undefined) rows.set(at, (row = emptyRow()));
  for (const level of levels) row[level] += added[level];
}
