import type { PriceName } from "./prices";
import { prices } from "./prices";

/** A resource as the program declares it. */
export interface CostedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One line of the month's bill. Where nobody can know how much it will be, `from` is less than `to`. */
export interface CostLine {
  readonly service: string;
  readonly what: string;
  readonly price: PriceName;
  /** Units in a month. */
  readonly from: number;
  readonly to: number;
  readonly dollarsFrom: number;
  readonly dollarsTo: number;
}

export function lineOf(service: string, what: string, price: PriceName, from: number, to = from): CostLine {
  const { dollars } = prices[price];
  return { service, what, price, from, to, dollarsFrom: from * dollars, dollarsTo: to * dollars };
}
