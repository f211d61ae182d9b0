import type { DenialStore } from "../../clients/denial-store";
import type { FreshlyMuted } from "../../clients/denials/muted-counts";
import type { Unit } from "../../clients/denials/units";
import type { Ledger } from "../../core/denials/ledger";
import { earliestDueMs } from "../../core/denials/ledger";
import { logGathered, logMuted } from "./audit";
import { digestDueMs } from "./daily-digest";
import type { Plan, TellGroup, Told } from "./plan";
import { gatheredEventIds, settledLedger } from "./plan";
import type { Teller } from "./teller";

/** A plan that can be written: what was to be told is told, or waits. */
export interface Settled {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly unit: Unit;
}

export async function settled(
  plan: Plan,
  told: Told,
  tell: TellGroup,
  store: DenialStore,
  nowMs: number,
): Promise<Settled> {
  const ledger = await settledLedger(plan, told, tell, nowMs);
  const unit = store.ledgerUnit(plan.work.loaded, ledger, plan.chunks, nowMs);
  const { maskedCount } = plan;
  return { plan, ledger, unit: maskedCount === 0 ? unit : store.countingMasked(unit, maskedCount, nowMs) };
}

/** Lets wait, for the roll-up, what there is no budget for. */
export function postponing({ budget }: Teller, nowMs: number): TellGroup {
  return async () => ({ rollUpAtMs: await budget.nextRollUpMs(nowMs) });
}

/** Posts, as long as there is budget. */
export function posting(teller: Teller, nowMs: number): TellGroup {
  return async (group, eventIds) =>
    (await teller.post({ group, eventIds }, nowMs)) ?? { rollUpAtMs: await teller.budget.nextRollUpMs(nowMs) };
}

/** States what is safe in the table. Returns when the schedule has to look after it: times in milliseconds. */
export function stateWritten(some: readonly Settled[], muted: readonly FreshlyMuted[], nowMs: number): number[] {
  for (const { plan, ledger } of some) {
    for (const group of ledger.groups) logGathered(gatheredEventIds(plan, group), { incident: group.id });
  }
  for (const { rule, eventIds } of muted) logMuted(rule, eventIds);
  const dueMs = some.map(({ ledger }) => earliestDueMs(ledger)).filter((one) => one !== undefined);
  const isCounted = muted.length > 0 || some.some(({ plan }) => plan.maskedCount > 0);
  return isCounted ? [...dueMs, digestDueMs(nowMs)] : dueMs;
}
