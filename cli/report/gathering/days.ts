import type { SeverityLevel } from "../../../core/denials/severity";

/** What one day of UTC would have brought people. */
export interface Day {
  /** "2026-01-31" */
  readonly day: string;
  /** Messages by severity; those without one, as digests, are under `none`. */
  readonly posts: Record<SeverityLevel | "none", number>;
  mails: number;
  alarms: number;
}

const mostDays = 3_000;

export class Days {
  private readonly byDay = new Map<string, Day>();

  post(at: string, severity: SeverityLevel | undefined): void {
    const day = this.dayOf(at);
    if (day !== undefined) day.posts[severity ?? "none"] += 1;
  }

  mail(at: string): void {
    const day = this.dayOf(at);
    if (day !== undefined) day.mails += 1;
  }

  alarm(at: string): void {
    const day = this.dayOf(at);
    if (day !== undefined) day.alarms += 1;
  }

  /** In order; days on which nothing came are not among them. */
  get all(): readonly Day[] {
    return [...this.byDay.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
  }

  private dayOf(at: string): Day | undefined {
    const day = at.slice(0, 10);
    let found = this.byDay.get(day);
    if (found === undefined && this.byDay.size < mostDays) {
      found = { day, posts: { info: 0, low: 0, high: 0, critical: 0, none: 0 }, mails: 0, alarms: 0 };
      this.byDay.set(day, found);
    }
    return found;
  }
}
