import type { InputItem } from "../input/items";
import { KeptRecords } from "../input/kept-records";
import type { Feed, Timed } from "./feed";
import { minuteMs } from "./metrics";

/** Feeds with what they keep until it is played, in one order of time. */
export class KeptFeeds {
  private readonly kept: KeptRecords;

  /** `folder` takes what doesn't fit into memory. */
  constructor(
    private readonly feeds: readonly Feed<unknown>[],
    folder: string,
  ) {
    this.kept = new KeptRecords({ folder });
  }

  take(item: InputItem): void {
    for (const feed of this.feeds) this.takeInto(feed, item);
  }

  /** Lets one feed alone have the item. */
  takeInto(feed: Feed<unknown>, item: InputItem): void {
    const kept = feed.take(item);
    if (kept !== undefined) this.kept.add(item.atMs, JSON.stringify([this.feeds.indexOf(feed), kept]));
  }

  /** Lets the feeds plan one minute after the other; `runBefore` runs what is planned before the time. */
  async play(runBefore: (endMs: number) => Promise<void>): Promise<void> {
    let minute = this.emptyMinute();
    let endMs = Number.NEGATIVE_INFINITY;
    for (const { atMs, payload } of this.kept.inTimeOrder()) {
      if (atMs >= endMs) {
        this.plan(minute);
        const startMs = Math.floor(atMs / minuteMs) * minuteMs;
        await runBefore(startMs);
        minute = this.emptyMinute();
        endMs = startMs + minuteMs;
      }
      const [position, kept] = JSON.parse(payload) as [number, unknown];
      minute[position]?.push({ atMs, kept });
    }
    this.plan(minute);
    await runBefore(Number.POSITIVE_INFINITY);
  }

  close(): void {
    this.kept.close();
  }

  private emptyMinute(): Timed<unknown>[][] {
    return this.feeds.map(() => []);
  }

  private plan(minute: readonly (readonly Timed<unknown>[])[]): void {
    this.feeds.forEach((feed, position) => feed.plan(minute[position] ?? []));
  }
}
