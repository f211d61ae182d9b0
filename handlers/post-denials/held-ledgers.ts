import type { DenialStore } from "../../clients/denial-store";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import type { Unit } from "../../clients/denials/units";
import { firstFitting } from "../../clients/denials/units";
import type { Group } from "../../core/denials/group";
import type { Ledger } from "../../core/denials/ledger";
import { withoutClosed } from "../../core/denials/ledger";
import { someAtOnce } from "./at-once";
import { mostConflicts } from "./claim";
import type { Teller } from "./teller";

/** Ledgers by their keys, as this invocation has read or written them last. */
export type Held = Map<string, LoadedLedger>;

/** What is to become of one group. */
export interface Change {
  readonly ledgerKey: string;
  readonly groupId: string;
  readonly change: (group: Group) => Group;
}

/** Asks whether the held ledgers are as they are believed to be, beside other questions, and reads again those that are not. */
export async function confirm(
  held: Held,
  questions: readonly Unit[],
  store: DenialStore,
  nowMs: number,
): Promise<void> {
  const doubtful = [...held].filter(([key]) => !store.isCurrent(key));
  let units = [...questions, ...doubtful.map(([, { ledger }]) => store.unchangedUnit(ledger))];
  while (units.length > 0) {
    const some = units.slice(0, firstFitting(units));
    const conflicts = await store.commit(some);
    const wrong = [...conflicts].filter((key) => held.has(key));
    await someAtOnce(wrong, async (key) => void held.set(key, await store.load(key, nowMs)));
    units = units.slice(some.length);
  }
}

export interface SettlingParts {
  readonly store: DenialStore;
  readonly teller: Teller;
  readonly held: Held;
}

/**
 * Changes the groups in their ledgers, over again where another invocation has written meanwhile, and writes down what was posted.
 * Closes the windows that are over.
 */
export async function settle(
  changes: readonly Change[],
  { store, teller, held }: SettlingParts,
  nowMs: number,
): Promise<void> {
  let keys = [...new Set(changes.map(({ ledgerKey }) => ledgerKey))];
  for (let round = 0; round < mostConflicts * 2 && keys.length > 0; round += 1) {
    await someAtOnce(
      keys.filter((key) => !held.has(key)),
      async (key) => void held.set(key, await store.load(key, nowMs)),
    );
    const changed = keys.flatMap((key) => changedLedger(held.get(key), changes, nowMs) ?? []);
    const units = changed.map(({ loaded, ledger }) => store.ledgerUnit(loaded, ledger, [], nowMs));
    const some = units.slice(0, firstFitting(units));
    const conflicts = await store.commit([...some, ...(await teller.budget.changes())]);
    for (const key of conflicts) held.delete(key);
    if (conflicts.size > 0) continue;
    for (const { loaded, ledger } of changed.slice(0, some.length)) {
      held.set(ledger.key, { ...loaded, ledger: { ...ledger, version: ledger.version + 1 } });
    }
    keys = changed.slice(some.length).map(({ ledger }) => ledger.key);
  }
}

interface ChangedLedger {
  readonly loaded: LoadedLedger;
  readonly ledger: Ledger;
}

/** Undefined where nothing of the ledger is to be changed, as another invocation has told of it. */
function changedLedger(
  loaded: LoadedLedger | undefined,
  changes: readonly Change[],
  nowMs: number,
): ChangedLedger | undefined {
  if (loaded === undefined) return undefined;
  const { ledger } = loaded;
  const ofLedger = new Map(
    changes.filter(({ ledgerKey }) => ledgerKey === ledger.key).map((one) => [one.groupId, one]),
  );
  if (!ledger.groups.some(({ id }) => ofLedger.has(id))) return undefined;
  const groups = ledger.groups.map((group) => ofLedger.get(group.id)?.change(group) ?? group);
  return { loaded, ledger: withoutClosed({ ...ledger, groups }, nowMs) };
}
