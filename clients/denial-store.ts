import type { Budgets } from "./denials/budgets";
import { budgets } from "./denials/budgets";
import type { Deliveries } from "./denials/deliveries";
import { deliveries } from "./denials/deliveries";
import type { Ledgers } from "./denials/ledgers";
import { ledgers } from "./denials/ledgers";
import type { MutedCounter } from "./denials/muted-counts";
import { mutedCounter } from "./denials/muted-counts";
import type { DenialTable } from "./denials/table";
import { denialTable } from "./denials/table";
import type { Commits } from "./denials/units";
import { commits } from "./denials/units";

/**
 * The state of `post-denials` between invocations, in one table: hash key `key`, range key `item`, index `due`, TTL `expiresAt`.
 * What is written is made of units and committed together.
 */
export interface DenialStore extends Ledgers, Deliveries, Budgets, MutedCounter, Commits {}

/** Loads the client of DynamoDB: to be made with the first event that needs it, once per container. */
export function denialStore(tableName: string): DenialStore {
  return denialStoreIn(denialTable(tableName));
}

export function denialStoreIn(table: DenialTable): DenialStore {
  const [ledgerParts, budgetParts] = [ledgers(table), budgets(table)];
  return {
    ...ledgerParts,
    ...budgetParts,
    ...deliveries(table),
    ...mutedCounter(table),
    ...commits(table),
    begin(nowMs) {
      ledgerParts.begin(nowMs);
      budgetParts.begin(nowMs);
    },
  };
}
