import type { AccountSetup } from "../account/types";
import type { SavedAccount } from "./records";

/**
 * The declared account with what the last run left in it: its users, roles, keys, security groups, trails
 * and buckets, and the items of the tables that are still declared under the same name. Callers, secrets, topics and queues are always those declared now.
 */
export function resumedSetup(declared: AccountSetup, saved: SavedAccount): AccountSetup {
  const itemsOf = (name: string) => saved.tables?.find((table) => table.name === name)?.items ?? [];
  const { users = [], roles = declared.roles ?? [], securityGroups, trails, buckets, memberRules } = saved;
  const { identityAccountId, accountAliases } = saved;
  return {
    ...declared,
    tables: (declared.tables ?? []).map((table) => ({ ...table, items: itemsOf(table.name) })),
    users: [...(declared.users ?? []), ...users],
    // All that were there: one that was deleted is not to come again because it is declared.
    roles,
    ...(memberRules === undefined ? {} : { memberRules }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
    ...(trails === undefined ? {} : { trails }),
    ...(buckets === undefined ? {} : { buckets }),
    ...(identityAccountId === undefined ? {} : { identityAccountId }),
    ...(accountAliases === undefined ? {} : { accountAliases }),
  };
}

/** Names of tables that held more than is saved: what is asked of them cannot be answered from the records. */
export function incompleteTables(saved: SavedAccount): string[] {
  return (saved.tables ?? []).filter(({ isIncomplete }) => isIncomplete === true).map(({ name }) => name);
}
