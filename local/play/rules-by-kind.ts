import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { EventKind } from "./cloudtrail-event";
import { eventOfRecord, kindOfRecord } from "./cloudtrail-event";
import type { EventRule } from "./event-rules";

/** A kind of record, and the rules that may match its events. */
export interface RuledKind {
  readonly kind: EventKind;
  readonly rules: readonly EventRule[];
}

/** So many kinds of record are remembered; names of actions can be made up without end. */
const mostKinds = 10_000;

/** Says for each record whether any rule may want it: asked for every record that is read, worked out once for each kind. */
export class RulesByKind {
  /** By event name, source and type; null where no rule may want that kind. */
  private readonly known = new Map<unknown, Map<unknown, Map<unknown, RuledKind | null>>>();
  private kinds = 0;

  constructor(private readonly rules: readonly EventRule[]) {}

  of(record: CloudTrailRecord): RuledKind | undefined {
    if (this.rules.length === 0) return undefined;
    const { eventName, eventSource, eventType } = record;
    const known = this.known.get(eventName)?.get(eventSource)?.get(eventType);
    if (known !== undefined) return known ?? undefined;
    const found = this.workedOut(record);
    // Anything but text would be remembered by its identity, and never be found again.
    if (this.kinds < mostKinds && typeof eventName === "string" && typeof eventSource === "string") {
      this.remember(eventName, eventSource, eventType, found ?? null);
    }
    return found;
  }

  /** Whether any rule matches the event that CloudTrail makes of the record. */
  matches(record: CloudTrailRecord): boolean {
    const found = this.of(record);
    if (found === undefined) return false;
    const event = eventOfRecord(record, found.kind, "");
    return found.rules.some(({ matches }) => matches(event));
  }

  private workedOut(record: CloudTrailRecord): RuledKind | undefined {
    const kind = kindOfRecord(record);
    if (kind === undefined) return undefined;
    const rules = this.rules.filter(({ mayMatch }) => mayMatch(kind));
    return rules.length === 0 ? undefined : { kind, rules };
  }

  private remember(eventName: string, eventSource: string, eventType: unknown, found: RuledKind | null): void {
    this.kinds += 1;
    const bySource = this.known.get(eventName) ?? new Map<unknown, Map<unknown, RuledKind | null>>();
    const byType = bySource.get(eventSource) ?? new Map<unknown, RuledKind | null>();
    this.known.set(eventName, bySource.set(eventSource, byType.set(eventType, found)));
  }
}
