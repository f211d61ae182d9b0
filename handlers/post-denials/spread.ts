import type { DenialStore } from "../../clients/denial-store";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import { causeKey, spreadKey } from "../../core/denials/cause";
import type { NotedDenial } from "../../core/denials/ledger";
import { noteAccounts } from "../../core/denials/ledger";
import { isGuardRail } from "../../core/denials/severity";
import { someAtOnce } from "./at-once";

/** Tries where another invocation writes the same ledger at the same time. */
const mostConflicts = 8;

/** Denials that belong into one ledger, which has just been read. */
export interface LedgerWork {
  readonly key: string;
  readonly denials: readonly NotedDenial[];
  readonly loaded: LoadedLedger;
}

export interface SortedWork {
  /** Denied alike in many accounts, by what was denied. */
  readonly spread: readonly LedgerWork[];
  /** All others, by principal. */
  readonly alone: readonly LedgerWork[];
}

/** Groups denials by a key, in the order in which the keys come. */
export function byKey(
  denials: readonly NotedDenial[],
  keyOf: (noted: NotedDenial) => string,
): Map<string, NotedDenial[]> {
  const groups = new Map<string, NotedDenial[]>();
  for (const noted of denials) {
    const key = keyOf(noted);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [noted]);
    else group.push(noted);
  }
  return groups;
}

/**
 * Those of a principal's denials that may be part of a spread: their causes have no open group yet. What a guard-rail refuses
 * may always be, because the accounts that ran into it first go on to.
 */
function spreadCandidates({ denials, loaded }: LedgerWork, nowMs: number): readonly NotedDenial[] {
  const distinct = new Set(denials.map(({ denial }) => causeKey(denial)));
  const open = new Set(loaded.ledger.groups.filter((group) => group.closesAtMs > nowMs).map((group) => group.key));
  if (open.has("enumeration")) return [];
  const isEnumerating = distinct.size + open.size > 2;
  return denials.filter(({ denial }) => isGuardRail(denial) || (!isEnumerating && !open.has(causeKey(denial))));
}

/** Splits off what is denied alike in many accounts. */
export async function sortSpread(
  principals: readonly LedgerWork[],
  store: DenialStore,
  windowMs: number,
  nowMs: number,
): Promise<SortedWork> {
  const candidates = principals.flatMap((work) => spreadCandidates(work, nowMs));
  const alike = byKey(candidates, ({ denial }) => `SPREAD#${spreadKey(denial)}`);
  const looked = await someAtOnce(alike, ([key, denials]) => noteSpread(key, denials, store, windowMs, nowMs));
  const spread = looked.filter((work) => work !== undefined);
  const isSpread = new Set(spread.flatMap(({ denials }) => denials));
  const alone = principals
    .map((work) => ({ ...work, denials: work.denials.filter((noted) => !isSpread.has(noted)) }))
    .filter(({ denials }) => denials.length > 0);
  return { spread, alone };
}

/** Notes in which accounts this was denied; undefined where they are too few. */
async function noteSpread(
  key: string,
  denials: readonly NotedDenial[],
  store: DenialStore,
  windowMs: number,
  nowMs: number,
): Promise<LedgerWork | undefined> {
  const accounts = [...new Set(denials.map(({ denial }) => denial.account))];
  for (let round = 0; round < mostConflicts; round += 1) {
    const loaded = await store.load(key);
    const { ledger, spread } = noteAccounts(loaded.ledger, accounts, nowMs, windowMs);
    if (!(await store.save(ledger, [], nowMs))) continue;
    const saved = { ...loaded, ledger: { ...ledger, version: ledger.version + 1 } };
    return spread ? { key, denials, loaded: saved } : undefined;
  }
  return undefined;
}
