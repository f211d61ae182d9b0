import type { DenialStore } from "../../clients/denial-store";
import type { Conflicts } from "../../clients/denials/table";
import type { Unit } from "../../clients/denials/units";
import { firstFitting } from "../../clients/denials/units";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import { someAtOnce } from "./at-once";
import type { Claim, GathererParts } from "./claim";
import { busyMessage, claiming, finishing, mostConflicts } from "./claim";
import type { DeliveryWork } from "./delivery-work";
import { deliveryWork } from "./delivery-work";
import { isToTell, planOf } from "./plan";
import { postponing, settled, stateWritten } from "./settled";
import type { Steps } from "./step-by-step";
import { stepByStep } from "./step-by-step";

/** What became of a try: all is written, somebody wrote meanwhile, or the delivery is ours and is to be told of step by step. */
type Tried = { readonly dueMs: readonly number[] } | "conflict" | Pick<Steps, "plans" | "confirmed">;

/**
 * Brings all that a delivery holds into its ledgers and tells of what is new. Where nobody is to be told, claim, ledgers and end are
 * one transaction; where somebody is, the claim comes first, together with the question whether the ledger that is told of first is
 * as it is believed to be. Returns when something of it is due, in milliseconds; undefined where the delivery was done before.
 */
export async function gatherDelivery(
  sorted: SortedDelivery,
  claim: Claim | undefined,
  parts: GathererParts,
  nowMs: number,
): Promise<readonly number[] | undefined> {
  for (let round = 0; round < mostConflicts; round += 1) {
    const work = await deliveryWork(sorted, parts.store, parts.rules, nowMs);
    const tells = work.plans.some((plan) => isToTell(plan, new Map())) && (await parts.teller.budget.isWithin(nowMs));
    const tried = tells ? await claimed(work, claim, parts, nowMs, true) : await quietly(work, claim, parts, nowMs);
    if (tried === undefined) return undefined;
    if (tried === "conflict") continue;
    if ("dueMs" in tried) return tried.dueMs;
    const steps = { ...tried, muted: work.muted, mutedEventIds: sorted.mutedEventIds };
    return stepByStep(steps, claim, parts, nowMs);
  }
  throw new Error(`what a delivery is about was written by others ${mostConflicts} times`);
}

/** Everything in one transaction, if it fits into one. */
async function quietly(
  work: DeliveryWork,
  claim: Claim | undefined,
  parts: GathererParts,
  nowMs: number,
): Promise<Tried | undefined> {
  const { store, teller } = parts;
  const postpone = postponing(teller, nowMs);
  const all = await Promise.all(work.plans.map((plan) => settled(plan, new Map(), postpone, store, nowMs)));
  const planned = new Set(work.plans.map(({ work: { key } }) => key));
  const units = [
    ...all.map(({ unit }) => unit),
    ...noteUnits(work, parts, nowMs).filter(({ key }) => !planned.has(key)),
    ...work.muted.map(({ unit }) => unit),
  ];
  if (units.length === 0) {
    if (claim?.isOwn === true) await store.finish(claim.name, nowMs);
    return { dueMs: [] };
  }
  if (firstFitting(units) < units.length) return claimed(work, claim, parts, nowMs, false);
  const end = finishing(claim, store, nowMs);
  const conflicts = await store.commit([...units, ...end]);
  if (conflicts.size === 0) return { dueMs: stateWritten(all, work.muted, nowMs) };
  return (await isTaken(claim, end, conflicts, store)) ? undefined : "conflict";
}

/** Claims the delivery, and writes down in which accounts its denials were seen before anybody is told of them. */
async function claimed(
  work: DeliveryWork,
  claim: Claim | undefined,
  parts: GathererParts,
  nowMs: number,
  tells: boolean,
): Promise<Tried | undefined> {
  const { store, teller } = parts;
  const first = tells ? work.plans.find((plan) => isToTell(plan, new Map())) : undefined;
  if (tells) teller.prepare(nowMs);
  let notes: readonly Unit[] = noteUnits(work, parts, nowMs);
  const noted = new Set(notes.map(({ key }) => key));
  const begin = claiming(claim, store, nowMs);
  let questions: readonly Unit[] = [
    ...begin,
    ...(first === undefined || noted.has(first.work.key) ? [] : [store.unchangedUnit(first.work.loaded.ledger)]),
    ...(tells ? await teller.budget.checks() : []),
  ];
  while (questions.length + notes.length > 0) {
    const some = notes.slice(0, firstFitting(notes));
    const conflicts = await store.commit([...questions, ...some]);
    if (await isTaken(claim, begin, conflicts, store)) return undefined;
    if (conflicts.size > 0) return "conflict";
    if (claim !== undefined) claim.isOwn = true;
    [questions, notes] = [[], notes.slice(some.length)];
  }
  const plans = await someAtOnce(work.plans, async (plan) => {
    // It was written with its accounts just now.
    if (!noted.has(plan.work.key)) return plan;
    return planOf({ ...plan.work, loaded: await store.load(plan.work.key, nowMs) });
  });
  return {
    plans: plans.filter(({ chunks }) => chunks.length > 0),
    confirmed: first === undefined ? [] : [first.work.key],
  };
}

function noteUnits({ notes }: DeliveryWork, { store }: GathererParts, nowMs: number): Unit[] {
  return notes.map(({ loaded, ledger }) => store.ledgerUnit(loaded, ledger, [], nowMs));
}

/** Whether somebody has handled the delivery before. Throws where somebody is at work on it. */
async function isTaken(
  claim: Claim | undefined,
  marks: readonly Unit[],
  conflicts: Conflicts,
  store: DenialStore,
): Promise<boolean> {
  if (claim === undefined || claim.isOwn || !marks.some(({ key }) => conflicts.has(key))) return false;
  if ((await store.whyTaken(claim.name)) === "done") return true;
  throw new Error(busyMessage);
}
