import { securityHubUnauthorizedPattern } from "../core/cis-alarms";
import type { Denial, Principal } from "../core/denials/denial";
import { denialOf } from "../core/denials/normalise";
import { compileFilterPattern } from "../core/filter-pattern/compile";
import type { CloudTrailItem } from "../local/input/items";

/** Denied calls of one principal. */
export interface CallerTally {
  readonly principal: Principal;
  /** Account that recorded the calls. */
  readonly account: string;
  count: number;
  readonly actions: Set<string>;
  readonly addresses: Set<string>;
  readonly keyIds: Set<string>;
}

/** Of one caller, that many different values are told apart: names of actions and addresses can be made up without end. */
const mostValues = 1000;

/** Counts distinct denied records, by the compliance pattern and by the classification of `post-denials`, and whose they are. */
export class DenialTally {
  private readonly isDenied = compileFilterPattern(securityHubUnauthorizedPattern);
  private readonly denied = new Set<string>();
  private readonly denials = new Map<string, CallerTally>();
  private readonly callers = new Map<string, CallerTally>();

  get deniedCount(): number {
    return this.denied.size;
  }

  get denialCount(): number {
    return this.denials.size;
  }

  count({ record, origin, atMs, logEventId }: CloudTrailItem): void {
    const denial = denialOf(record, logEventId ?? origin, atMs);
    if (denial === undefined) return;
    if (this.isDenied(record)) this.denied.add(denial.eventId);
    if (this.denials.has(denial.eventId)) return;
    const caller = this.callerOf(denial);
    this.denials.set(denial.eventId, caller);
    caller.count += 1;
    keep(caller.actions, `${denial.service}:${denial.action}`);
    keep(caller.addresses, denial.source.ip ?? denial.source.address);
    if (denial.principal.accessKeyId !== undefined) keep(caller.keyIds, denial.principal.accessKeyId);
  }

  /** Who was denied most, and how many others there are. */
  most(count: number): { readonly callers: readonly CallerTally[]; readonly others: number } {
    const sorted = [...this.callers.values()].sort((one, other) => other.count - one.count);
    return { callers: sorted.slice(0, count), others: Math.max(0, sorted.length - count) };
  }

  /** Whose denied calls these are. */
  callersOf(eventIds: readonly string[]): CallerTally[] {
    const callers = eventIds.map((id) => this.denials.get(id)).filter((caller) => caller !== undefined);
    return [...new Set(callers)];
  }

  private callerOf({ principal, account }: Denial): CallerTally {
    const key = JSON.stringify([principal.type, principal.arn ?? principal.name, account]);
    let caller = this.callers.get(key);
    if (caller === undefined) {
      caller = { principal, account, count: 0, actions: new Set(), addresses: new Set(), keyIds: new Set() };
      this.callers.set(key, caller);
    }
    return caller;
  }
}

function keep(values: Set<string>, value: string): void {
  if (values.size < mostValues) values.add(value);
}
