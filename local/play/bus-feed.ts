import type { InputItem } from "../input/items";
import type { BusEvent, EventBuses } from "./event-buses";
import type { Feed, Timed } from "./feed";
import type { Timeline } from "./timeline";

/** Events by way of EventBridge: those that were read as such, and those that CloudTrail makes of its records. */
export class BusFeed implements Feed<BusEvent> {
  constructor(
    private readonly buses: EventBuses,
    private readonly timeline: Timeline,
  ) {}

  take(item: InputItem): BusEvent | undefined {
    return item.kind === "cloudtrail" ? this.buses.eventOf(item) : this.buses.wanted(item.event);
  }

  plan(minute: readonly Timed<BusEvent>[]): void {
    for (const { atMs, kept } of minute) {
      this.timeline.add({ atMs, run: async () => this.buses.put(kept, atMs) });
    }
  }
}
