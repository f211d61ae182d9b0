import type { CostLine, CostedResource } from "./line";
import { costLines } from "./lines";
import { priceRegion, pricesAsOf } from "./prices";
import type { Volume } from "./volume";

/** What a stack costs a month. */
export interface CostEstimate {
  readonly volume: Volume;
  /** Region and month of the price list. */
  readonly prices: { readonly region: string; readonly asOf: string };
  /** The dearest first. */
  readonly lines: readonly CostLine[];
  readonly dollarsFrom: number;
  readonly dollarsTo: number;
}

export function costEstimate(resources: readonly CostedResource[], volume: Volume): CostEstimate {
  const lines = costLines(resources, volume).sort(
    (one, other) => other.dollarsTo - one.dollarsTo || other.dollarsFrom - one.dollarsFrom,
  );
  const sum = (part: "dollarsFrom" | "dollarsTo") => lines.reduce((total, line) => total + line[part], 0);
  return {
    volume,
    prices: { region: priceRegion, asOf: pricesAsOf },
    lines,
    dollarsFrom: sum("dollarsFrom"),
    dollarsTo: sum("dollarsTo"),
  };
}
