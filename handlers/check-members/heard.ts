import { textAt } from "../../core/cloudtrail/record";

/** Word of an account from one of its regions. */
export interface Heard {
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
}

/**
 * What an event of the hub's bus says of where it comes from; undefined where it is of no listed account, or can't be read. A
 * time that is still to come counts as now: kept as it is, it would hide for years that nothing comes any more.
 */
export function heardIn(event: unknown, accounts: readonly string[], nowMs: number): Heard | undefined {
  const account = textAt(event, "account") ?? "";
  const region = textAt(event, "region") ?? "";
  const atMs = Date.parse(textAt(event, "time") ?? "");
  if (!accounts.includes(account) || !/^[a-z0-9-]{1,40}$/.test(region) || !Number.isFinite(atMs)) return undefined;
  return { account, region, atMs: Math.min(atMs, nowMs) };
}
