import type { Principal } from "../../../core/denials/denial";
import type { Calls } from "./calls";
import type { Span } from "./counts";
import { Counts, emptySpan, widen } from "./counts";

/** A caller in one account; of roles and federated users each set of temporary credentials by itself. */
export interface Unit extends Span {
  readonly principal: Principal;
  /** Account that recorded the calls. */
  readonly account: string;
  records: number;
  readonly addresses: Counts;
  readonly tools: Counts;
  readonly keyIds: Counts;
}

/** Units that are told apart. Beyond half of them sessions of a role are one; beyond all, a caller is nobody's. */
const mostUnits = 40_000;
const mostIssued = 100_000;
const mostEvents = 300_000;
const mostValues = 50;
const mostHops = 5;

/** Who made the calls, and under whose name the temporary credentials were issued that they were made with. */
export class Actors {
  readonly units: Unit[] = [];
  private readonly positions = new Map<string, number>();
  private readonly issuers = new Map<string, number>();
  private readonly ofEvents = new Map<string, number>();
  private readonly ofKeys = new Map<string, number>();

  /** Counts calls. Returns the position of their caller; undefined where there is no room for more. */
  take({ principal, recordedIn, address, tool, issued, count, firstMs, lastMs }: Calls): number | undefined {
    const position = this.positionOf(principal, recordedIn ?? principal.account ?? "unknown");
    const unit = position === undefined ? undefined : this.units[position];
    if (position === undefined || unit === undefined) return undefined;
    unit.records += count;
    widen(unit, firstMs);
    widen(unit, lastMs);
    unit.addresses.add(address, count);
    unit.tools.add(tool, count);
    const { accessKeyId } = principal;
    if (accessKeyId !== undefined) {
      unit.keyIds.add(accessKeyId, count);
      if (accessKeyId.startsWith("AKIA") && this.ofKeys.size < mostUnits) this.ofKeys.set(accessKeyId, position);
    }
    // What a service takes on is its own doing, and says nothing about people.
    for (const key of principal.type === "AWSService" ? [] : issued) {
      if (this.issuers.size < mostIssued) this.issuers.set(key, position);
    }
    return position;
  }

  /** Remembers whose event this is; beyond what there is room for, no event is known to have come before. */
  note(eventId: string, position: number): "first" | "again" {
    if (this.ofEvents.has(eventId)) return "again";
    if (this.ofEvents.size < mostEvents) this.ofEvents.set(eventId, position);
    return "first";
  }

  /** Makes a caller known that no record names. */
  add(principal: Principal, account: string, atMs: number): number | undefined {
    const position = this.positionOf(principal, account);
    const unit = position === undefined ? undefined : this.units[position];
    if (unit !== undefined) widen(unit, atMs);
    return position;
  }

  ofEvent(eventId: string): number | undefined {
    return this.ofEvents.get(eventId);
  }

  /** Who a long-term key belongs to. */
  ofKey(accessKeyId: string): number | undefined {
    return this.ofKeys.get(accessKeyId);
  }

  /** Who is behind a caller: by way of the credentials that it was issued, in as many steps as it takes. */
  behind(position: number): number {
    const passed = new Set([position]);
    let at = position;
    while (passed.size <= mostHops) {
      const next = this.issuerOf(at);
      if (next === undefined || passed.has(next)) return at;
      passed.add(next);
      at = next;
    }
    return at;
  }

  private issuerOf(position: number): number | undefined {
    const unit = this.units[position];
    if (unit === undefined || !isSession(unit.principal)) return undefined;
    const issuers = new Set(unit.keyIds.top().map(({ name }) => this.issuers.get(name)));
    // Credentials of several people under one name tell of nobody.
    return issuers.size === 1 ? [...issuers][0] : undefined;
  }

  private positionOf(principal: Principal, account: string): number | undefined {
    const isApart = isSession(principal) && this.units.length < mostUnits / 2;
    const { type, arn, name } = principal;
    const key = JSON.stringify([type, arn ?? name, account, isApart ? principal.accessKeyId : ""]);
    const known = this.positions.get(key);
    if (known !== undefined || this.units.length >= mostUnits) return known;
    const [addresses, tools, keyIds] = [new Counts(mostValues), new Counts(mostValues), new Counts(mostValues)];
    this.units.push({ principal, account, records: 0, ...emptySpan(), addresses, tools, keyIds });
    this.positions.set(key, this.units.length - 1);
    return this.units.length - 1;
  }
}

function isSession({ type }: Principal): boolean {
  return type !== "IAMUser" && type !== "Root" && type !== "AWSService";
}
