import { causeKey } from "../../../core/denials/cause";
import type { Denial } from "../../../core/denials/denial";
import type { Severity } from "../../../core/denials/severity";
import { severityOf } from "../../../core/denials/severity";
import type { Span } from "./counts";
import { Counts, emptySpan, widen } from "./counts";

/** Equal denials, as `post-denials` gathers them. */
export interface Cause extends Span {
  readonly sample: Denial;
  readonly severity: Severity;
  count: number;
  readonly addresses: Counts;
}

const mostCauses = 20_000;
const mostAddresses = 20;

export class Causes {
  private readonly byKey = new Map<string, Cause>();
  /** Denials of causes that there was no room for. */
  others = 0;

  take(denial: Denial, atMs: number): void {
    const key = causeKey(denial);
    let cause = this.byKey.get(key);
    if (cause === undefined && this.byKey.size >= mostCauses) this.others += 1;
    else if (cause === undefined) {
      const addresses = new Counts(mostAddresses);
      cause = { sample: denial, severity: severityOf(denial), count: 0, addresses, ...emptySpan() };
      this.byKey.set(key, cause);
    }
    if (cause === undefined) return;
    cause.count += 1;
    cause.addresses.add(denial.source.ip ?? denial.source.address);
    widen(cause, atMs);
  }

  get distinct(): number {
    return this.byKey.size;
  }

  /** Most calls first; of equal ones the oldest. */
  top(most: number): Cause[] {
    return [...this.byKey.values()]
      .sort((one, other) => other.count - one.count || one.firstMs - other.firstMs)
      .slice(0, most);
  }
}
