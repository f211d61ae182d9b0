import type { Budgets } from "./denials/budgets";
import { budgets } from "./denials/budgets";
import type { Deliveries } from "./denials/deliveries";
import { deliveries } from "./denials/deliveries";
import type { Ledgers } from "./denials/ledgers";
import { ledgers } from "./denials/ledgers";
import type { MutedCounter } from "./denials/muted-counts";
import { mutedCounter } from "./denials/muted-counts";
import { denialTable } from "./denials/table";

/** The state of `post-denials` between invocations, in one table: hash key `key`, range key `item`, index `due`, TTL `expiresAt`. */
export interface DenialStore extends Ledgers, Deliveries, Budgets, MutedCounter {}

/** Loads the client of DynamoDB: to be made with the first event that needs it. */
export function denialStore(tableName: string): DenialStore {
  const table = denialTable(tableName);
  return { ...ledgers(table), ...deliveries(table), ...budgets(table), ...mutedCounter(table) };
}
