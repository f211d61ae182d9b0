import type { InputItem } from "../input/items";
import { KeptRecords } from "../input/kept-records";
import type { Feed, Timed } from "./feed";

/**
 * How long records are gathered before CloudTrail delivers them to the log group and to the bucket: five minutes on average.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
export const gatheringMs = 5 * 60_000;

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

  /** Lets the feeds plan what is delivered together, one time after the other; `runBefore` runs what is planned before the time. */
  async play(runBefore: (endMs: number) => Promise<void>): Promise<void> {
    let gathered = this.nothing();
    let endMs = Number.NEGATIVE_INFINITY;
    for (const { atMs, payload } of this.kept.inTimeOrder()) {
      if (atMs >= endMs) {
        this.plan(gathered);
        const startMs = Math.floor(atMs / gatheringMs) * gatheringMs;
        await runBefore(startMs);
        gathered = this.nothing();
        endMs = startMs + gatheringMs;
      }
      const [position, kept] = JSON.parse(payload) as [number, unknown];
      gathered[position]?.push({ atMs, kept });
    }
    this.plan(gathered);
    await runBefore(Number.POSITIVE_INFINITY);
  }

  close(): void {
    this.kept.close();
  }

  private nothing(): Timed<unknown>[][] {
    return this.feeds.map(() => []);
  }

  private plan(gathered: readonly (readonly Timed<unknown>[])[]): void {
    this.feeds.forEach((feed, position) => feed.plan(gathered[position] ?? []));
  }
}
