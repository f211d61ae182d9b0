import { textAt } from "../../core/cloudtrail/record";
import type { ErrorEffect } from "../effects";
import type { CloudTrailItem } from "../input/items";
import { eventOfRecord } from "./cloudtrail-event";
import type { Destinations } from "./destinations";
import { idsOfEvent } from "./event-ids";
import type { Bus, EventRule, RuleTarget } from "./event-rules";
import { busName, eventRules } from "./event-rules";
import type { Graph } from "./graph";
import { anythingRule, MemberBus } from "./member-bus";
import { RulesByKind } from "./rules-by-kind";

/** An event and the bus that it enters. */
export interface BusEvent {
  readonly bus: Bus;
  readonly event: unknown;
}

/** An event may go from bus to bus; a circle of rules ends here. */
const mostHops = 5;

/**
 * The event buses of all regions with the declared rules on them. Every region is watched for all that the stack's own
 * region is: an event that no rule of its region wants goes to the default bus of the stack's own region, as a rule that
 * forwards it would send it.
 */
export class EventBuses {
  private readonly rules: readonly EventRule[];
  private readonly rulesByKind: RulesByKind;
  readonly members: MemberBus;

  constructor(
    private readonly graph: Graph,
    private readonly destinations: Destinations,
    private readonly emit: (effect: ErrorEffect) => void,
  ) {
    this.rules = eventRules(graph);
    this.members = new MemberBus(graph);
    this.rulesByKind = new RulesByKind(this.rules);
    destinations.register("aws:cloudwatch/eventBus:EventBus", (resource, { text }, atMs) => {
      this.put({ bus: this.busOfArn(String(resource.outputs.arn)), event: JSON.parse(text) }, atMs);
      return undefined;
    });
  }

  /** The event that CloudTrail makes of a record, where some rule matches it. */
  eventOf({ record, origin }: CloudTrailItem): BusEvent | undefined {
    const found = this.rulesByKind.of(record);
    return found === undefined ? undefined : this.wanted(eventOfRecord(record, found.kind, origin));
  }

  /** The event with the bus that it enters, where some rule matches it. */
  wanted(event: unknown): BusEvent | undefined {
    const regions = [textAt(event, "region"), this.graph.account.region].filter((region) => region !== undefined);
    const buses = regions.map((region) => ({ name: "default", region }));
    const bus = buses.find((one) => this.rulesOn(one).some(({ matches }) => matches(event)));
    return bus === undefined ? undefined : { bus, event };
  }

  /** Hands the event to the targets of all rules on the bus that match it; another account's come in by the bus for those. */
  put({ bus: entered, event }: BusEvent, atMs: number, hops = 0): void {
    const members = hops === 0 && entered.name === "default" ? this.members.busFor(event) : undefined;
    if (members !== undefined && !this.isSentOn(members, event)) return;
    const bus = members ?? entered;
    for (const rule of this.rulesOn(bus)) {
      if (!rule.matches(event)) continue;
      for (const target of rule.targets) this.hand(rule, target, event, atMs, hops);
    }
  }

  /** What a function puts; `busArn` is that of a bus in the stack's own account. */
  putTo(busArn: string, event: unknown, atMs: number): void {
    this.put({ bus: this.busOfArn(busArn), event }, atMs);
  }

  private hand(
    rule: EventRule,
    { arn, deadLetterArn, input }: RuleTarget,
    event: unknown,
    atMs: number,
    hops: number,
  ): void {
    if (arn.split(":")[2] === "events") {
      if (hops < mostHops) this.put({ bus: this.busOfArn(arn), event }, atMs, hops + 1);
      return;
    }
    const eventIds = idsOfEvent(event);
    const by = { service: "events.amazonaws.com", sourceArn: rule.arn };
    const parcel = { text: input ?? JSON.stringify(event), eventIds, by };
    const failure = this.destinations.sendOrKeep(arn, deadLetterArn, parcel, atMs);
    if (failure === undefined) return;
    const message = `an event of rule ${rule.name} could not be handed over: ${failure}`;
    const target = this.destinations.nameOf(arn);
    this.emit({ effect: "error", at: new Date(atMs).toISOString(), function: target, message, eventIds });
  }

  /** Whether a member has a rule for it: each rule for members but the one for whatever comes has its counterpart there. */
  private isSentOn(bus: Bus, event: unknown): boolean {
    return this.rulesOn(bus).some(({ name, matches }) => name !== anythingRule && matches(event));
  }

  private rulesOn({ name, region }: Bus): readonly EventRule[] {
    return this.rules.filter(({ bus }) => bus.name === name && bus.region === region);
  }

  private busOfArn(arn: string): Bus {
    return { name: busName(arn), region: arn.split(":")[3] ?? this.graph.account.region };
  }
}
