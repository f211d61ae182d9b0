import type { LoadedLedger } from "../../clients/denials/ledgers";
import { causeKey, spreadKey } from "../../core/denials/cause";
import type { Ledger, NotedDenial } from "../../core/denials/ledger";
import { noteAccounts } from "../../core/denials/ledger";
import { isGuardRail } from "../../core/denials/severity";
import { someAtOnce } from "./at-once";

/** Denials that belong into one ledger. */
export interface LedgerWork {
  readonly key: string;
  readonly denials: readonly NotedDenial[];
  readonly loaded: LoadedLedger;
}

/** In which accounts a denial was seen, where that was not known yet. */
export interface AccountsNote {
  readonly loaded: LoadedLedger;
  readonly ledger: Ledger;
}

export interface SortedWork {
  /** Denied alike in many accounts, by what was denied; the ledger has the accounts noted, in memory only. */
  readonly spread: readonly LedgerWork[];
  /** All others, by principal. */
  readonly alone: readonly LedgerWork[];
  /** To be written before anything is told of, so that whoever sees the next account knows of these. */
  readonly notes: readonly AccountsNote[];
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
  const fresh = denials.filter(({ denial }) => !loaded.seenEventIds.has(denial.eventId));
  const distinct = new Set(fresh.map(({ denial }) => causeKey(denial)));
  const open = new Set(loaded.ledger.groups.filter((group) => group.closesAtMs > nowMs).map((group) => group.key));
  if (open.has("enumeration")) return [];
  const isEnumerating = distinct.size + open.size > 2;
  return fresh.filter(({ denial }) => isGuardRail(denial) || (!isEnumerating && !open.has(causeKey(denial))));
}

/** Splits off what is denied alike in many accounts. */
export async function sortSpread(
  principals: readonly LedgerWork[],
  load: (key: string) => Promise<LoadedLedger>,
  windowMs: number,
  nowMs: number,
): Promise<SortedWork> {
  const candidates = principals.flatMap((work) => spreadCandidates(work, nowMs));
  const alike = byKey(candidates, ({ denial }) => `SPREAD#${spreadKey(denial)}`);
  const looked = await someAtOnce(alike, async ([key, denials]) => {
    const loaded = await load(key);
    const accounts = [...new Set(denials.map(({ denial }) => denial.account))];
    return { key, denials, loaded, noted: noteAccounts(loaded.ledger, accounts, nowMs, windowMs) };
  });
  const notes = looked
    .filter(({ loaded, noted }) => !isNoted(loaded.ledger, noted.ledger))
    .map(({ loaded, noted }) => ({ loaded, ledger: noted.ledger }));
  const spread = looked
    .filter(({ noted }) => noted.spread)
    .map(({ key, denials, loaded, noted }) => ({ key, denials, loaded: { ...loaded, ledger: noted.ledger } }));
  const isSpread = new Set(spread.flatMap(({ denials }) => denials));
  const alone = principals
    .map((work) => ({ ...work, denials: work.denials.filter((noted) => !isSpread.has(noted)) }))
    .filter(({ denials }) => denials.length > 0);
  return { spread, alone, notes };
}

function isNoted(before: Ledger, after: Ledger): boolean {
  const earlier = Object.entries(before.accountsSeenAtMs ?? {});
  const later = Object.entries(after.accountsSeenAtMs ?? {});
  return (
    before.groups.length === after.groups.length &&
    earlier.length === later.length &&
    later.every(([account, seenAtMs]) => before.accountsSeenAtMs?.[account] === seenAtMs)
  );
}
