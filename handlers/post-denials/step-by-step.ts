import type { FreshlyMuted } from "../../clients/denials/muted-counts";
import type { Conflicts } from "../../clients/denials/table";
import { firstFitting } from "../../clients/denials/units";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import type { Claim, GathererParts } from "./claim";
import { finishing, mostConflicts } from "./claim";
import type { Plan, Told } from "./plan";
import { isToTell, planOf } from "./plan";
import type { Settled } from "./settled";
import { posting, postponing, settled, stateWritten } from "./settled";

export interface Steps {
  /** What is not written yet, in the order in which it is told of. */
  readonly plans: readonly Plan[];
  readonly muted: readonly FreshlyMuted[];
  readonly mutedEventIds: SortedDelivery["mutedEventIds"];
  /** Ledgers that nobody else had written a moment ago. */
  readonly confirmed: readonly string[];
}

/**
 * Tells of one ledger after the other and writes each before the next is told of, the last one with all that is quiet. Nothing is
 * told of before the table has said that its ledger is as it is believed to be. Goes on after a failure: what failed is left out of
 * the ledgers, so that Lambda's retry finds it new again. Returns when something is due, in milliseconds; throws the first failure
 * at the end.
 */
export async function stepByStep(
  steps: Steps,
  claim: Claim | undefined,
  { store, teller }: GathererParts,
  nowMs: number,
): Promise<readonly number[]> {
  const told: Told = new Map();
  const confirmed = new Set(steps.confirmed);
  const failures: Error[] = [];
  const dueMs: number[] = [];
  let pending = [...steps.plans];
  let muted = [...steps.muted];
  /** Told of, but not written. */
  let spoken: Plan | undefined;
  let conflictsInRow = 0;
  let isFinished = false;

  function giveUp(plans: readonly Plan[], error: Error): void {
    failures.push(error);
    pending = pending.filter((plan) => !plans.includes(plan));
    if (spoken !== undefined && plans.includes(spoken)) spoken = undefined;
  }

  async function planAgain(before: Plan): Promise<void> {
    try {
      const loaded = await store.load(before.work.key, nowMs);
      confirmed.add(before.work.key);
      const plan = planOf({ ...before.work, loaded }, told);
      pending = pending.flatMap((one) => (one !== before ? [one] : plan.chunks.length > 0 ? [plan] : []));
      if (spoken === before) spoken = plan.chunks.length > 0 ? plan : undefined;
    } catch (error) {
      giveUp([before], error as Error);
    }
  }

  async function readAgain(conflicts: Conflicts): Promise<void> {
    conflictsInRow += 1;
    if (conflictsInRow > mostConflicts) {
      giveUp(pending, new Error(`${[...conflicts].join(", ")}: written by others ${mostConflicts} times`));
      muted = [];
      return;
    }
    for (const plan of pending.filter(({ work }) => conflicts.has(work.key))) await planAgain(plan);
    if (muted.some(({ unit }) => conflicts.has(unit.key))) muted = await store.freshlyMuted(steps.mutedEventIds, nowMs);
  }

  /** Whether the ledger is still as it was when it was last looked at. */
  async function isConfirmed({ work }: Plan): Promise<boolean> {
    if (confirmed.has(work.key)) return true;
    const conflicts = await store.commit([store.unchangedUnit(work.loaded.ledger)]);
    if (conflicts.size > 0) await readAgain(conflicts);
    else confirmed.add(work.key);
    return conflicts.size === 0;
  }

  const nextToTell = async () =>
    (await teller.budget.isWithin(nowMs)) ? pending.find((plan) => plan !== spoken && isToTell(plan, told)) : undefined;

  /** Tells of the next ledger, if there is one; false where it has to be looked for again. */
  async function speak(): Promise<Settled | undefined | false> {
    const speaking = spoken ?? (await nextToTell());
    if (speaking === undefined) return undefined;
    try {
      if (spoken === undefined && !(await isConfirmed(speaking))) return false;
      const said = await settled(speaking, told, posting(teller, nowMs), store, nowMs);
      spoken = speaking;
      return said;
    } catch (error) {
      giveUp([speaking], error as Error);
      return false;
    } finally {
      // Speaking takes its time.
      confirmed.clear();
    }
  }

  async function write(said: Settled | undefined): Promise<void> {
    const next = await nextToTell();
    const quiet = next === undefined ? pending.filter((plan) => plan !== said?.plan) : [];
    const silent = await Promise.all(quiet.map((plan) => settled(plan, told, postponing(teller, nowMs), store, nowMs)));
    const all = said === undefined ? silent : [said, ...silent];
    const counts = next === undefined ? muted : [];
    const fitting = firstFitting([...all, ...counts].map(({ unit }) => unit));
    const [some, counted] = [all.slice(0, fitting), counts.slice(0, Math.max(0, fitting - all.length))];
    const isLast = some.length === pending.length && counted.length === muted.length && failures.length === 0;
    try {
      const conflicts = await store.commit([
        ...[...some, ...counted].map(({ unit }) => unit),
        ...(await teller.budget.changes()),
        ...(next === undefined ? [] : [store.unchangedUnit(next.work.loaded.ledger)]),
        ...(isLast ? finishing(claim, store, nowMs) : []),
      ]);
      if (conflicts.size > 0) return await readAgain(conflicts);
    } catch (error) {
      muted = muted.filter((one) => !counted.includes(one));
      return giveUp(
        some.map(({ plan }) => plan),
        error as Error,
      );
    }
    dueMs.push(...stateWritten(some, counted, nowMs));
    pending = pending.filter((plan) => !some.some((one) => one.plan === plan));
    muted = muted.filter((one) => !counted.includes(one));
    if (next !== undefined) confirmed.add(next.work.key);
    spoken = undefined;
    conflictsInRow = 0;
    isFinished = isLast;
  }

  while (pending.length + muted.length > 0) {
    const said = await speak();
    if (said !== false) await write(said);
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  if (claim !== undefined && !isFinished) await store.finish(claim.name, nowMs);
  return dueMs;
}
