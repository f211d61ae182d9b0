import type { LoadedLedger } from "../../clients/denials/ledgers";
import { spreadKey } from "../../core/denials/cause";
import type { Group } from "../../core/denials/group";
import type { Held } from "./held-ledgers";
import type { Teller, Telling } from "./teller";

/** A group that is due, in its ledger. */
export interface DueGroup extends Telling {
  readonly ledgerKey: string;
}

/** What is due in these ledgers up to a time. */
export function dueIn(keys: readonly string[], held: Held, nowMs: number): DueGroup[] {
  return keys.flatMap((key) => {
    const loaded = held.get(key);
    return loaded === undefined ? [] : dueGroups(loaded, nowMs);
  });
}

function dueGroups(loaded: LoadedLedger, nowMs: number): DueGroup[] {
  return loaded.ledger.groups
    .filter((group) => group.dueAtMs !== undefined && group.dueAtMs <= nowMs)
    .map((group) => ({
      group,
      ledgerKey: loaded.ledger.key,
      eventIds: group.pendingChunks.flatMap((name) => [...loaded.chunk(name)]),
    }));
}

/** Keys of the ledgers into which a cause may have been folded meanwhile. */
export function spreadsOf(due: readonly DueGroup[], teller: Teller): Set<string> {
  return new Set(due.filter((one) => isPost(one, teller) && one.group.kind === "cause").map(spreadOf));
}

function spreadOf({ group }: Telling): string {
  return `SPREAD#${spreadKey(group.sample)}`;
}

/** Whether telling of it takes a message of its own. */
export function isPost({ group }: Telling, teller: Teller): boolean {
  return !teller.updates || group.message === undefined;
}

/** The denial of many accounts that the cause is part of by now, if it is. */
export function openSpread(one: DueGroup, held: Held, nowMs: number): Group | undefined {
  if (one.group.kind !== "cause") return undefined;
  return held.get(spreadOf(one))?.ledger.groups.find((group) => group.closesAtMs > nowMs);
}
