import type { DenialStore } from "../../clients/denial-store";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import type { FreshlyMuted } from "../../clients/denials/muted-counts";
import { principalKey } from "../../core/denials/cause";
import type { Group } from "../../core/denials/group";
import type { GatheringRules, NotedDenial } from "../../core/denials/ledger";
import { gatherForPrincipal, gatherIntoOne } from "../../core/denials/ledger";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import { someAtOnce } from "./at-once";
import type { Plan, Work } from "./plan";
import { planOf } from "./plan";
import type { AccountsNote, LedgerWork } from "./spread";
import { byKey, sortSpread } from "./spread";

const ownWindowMs = 3_600_000;

/** What a delivery asks for, as its ledgers are believed to be. */
export interface DeliveryWork {
  /** Those with something to do. */
  readonly plans: readonly Plan[];
  readonly notes: readonly AccountsNote[];
  readonly muted: readonly FreshlyMuted[];
}

/** Reads what is not kept, and works out what is to be done. Changes nothing. */
export async function deliveryWork(
  sorted: SortedDelivery,
  store: DenialStore,
  rules: GatheringRules,
  nowMs: number,
): Promise<DeliveryWork> {
  const hourly = { ...rules, windowMs: ownWindowMs, gatheredDueMs: (group: Group) => group.closesAtMs };
  const single = [
    { key: "SELF", denials: sorted.own, gather: intoOne("self", nowMs, hourly) },
    { key: "UNREADABLE", denials: sorted.unreadable, gather: intoOne("unreadable", nowMs, rules) },
  ].filter(({ denials }) => denials.length > 0);
  const ofPrincipals = byKey(sorted.denials, ({ denial }) => `PRINCIPAL#${principalKey(denial)}`);
  const load = (key: string) => store.load(key, nowMs);
  const keys = [...ofPrincipals.keys(), ...single.map(({ key }) => key)];
  const [muted, loaded] = await Promise.all([store.freshlyMuted(sorted.mutedEventIds, nowMs), someAtOnce(keys, load)]);
  const ledgers = new Map(loaded.map((one) => [one.ledger.key, one]));

  const principals = [...ofPrincipals].flatMap(([key, denials]) => withLedger(key, denials, ledgers));
  const { spread, alone, notes } = await sortSpread(principals, load, rules.windowMs, nowMs);
  const works: Work[] = [
    ...spread.map((work) => ({ ...work, gather: intoOne("spread", nowMs, rules) })),
    ...alone.map((work) => ({ ...work, gather: forPrincipal(nowMs, rules) })),
    ...single.flatMap(({ key, denials, gather }) =>
      withLedger(key, denials, ledgers).map((work) => ({ ...work, gather })),
    ),
  ];
  return { plans: works.map((work) => planOf(work)).filter(({ chunks }) => chunks.length > 0), notes, muted };
}

function withLedger(
  key: string,
  denials: readonly NotedDenial[],
  ledgers: ReadonlyMap<string, LoadedLedger>,
): LedgerWork[] {
  const loaded = ledgers.get(key);
  return loaded === undefined ? [] : [{ key, denials, loaded }];
}

function forPrincipal(nowMs: number, rules: GatheringRules): Work["gather"] {
  return (ledger, fresh) => gatherForPrincipal(ledger, fresh, nowMs, rules);
}

function intoOne(kind: "spread" | "self" | "unreadable", nowMs: number, rules: GatheringRules): Work["gather"] {
  return (ledger, fresh) => gatherIntoOne(ledger, kind, fresh, nowMs, rules);
}
