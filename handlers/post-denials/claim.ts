import type { DenialStore } from "../../clients/denial-store";
import type { Unit } from "../../clients/denials/units";
import type { GatheringRules } from "../../core/denials/ledger";
import type { Teller } from "./teller";

/** Tries where others write the same items at the same time; the calls themselves make gaps between them. */
export const mostConflicts = 8;

export interface GathererParts {
  readonly store: DenialStore;
  readonly teller: Teller;
  readonly rules: GatheringRules;
}

export const busyMessage = "another invocation is at work on the same delivery";

/** What keeps a delivery from being handled twice. */
export interface Claim {
  readonly name: string;
  /** How long it holds where its invocation does not end. */
  readonly leaseMs: number;
  /** Whether this invocation has it. */
  isOwn: boolean;
}

/** What marks the delivery as done, in the transaction with the last of what it brought. */
export function finishing(claim: Claim | undefined, store: DenialStore, nowMs: number): Unit[] {
  return claim === undefined ? [] : [store.finishUnit(claim.name, nowMs, claim.isOwn)];
}

/** What claims the delivery, unless this invocation has it. */
export function claiming(claim: Claim | undefined, store: DenialStore, nowMs: number): Unit[] {
  return claim === undefined || claim.isOwn ? [] : [store.claimUnit(claim.name, nowMs, claim.leaseMs)];
}

/** Claims the delivery by itself, for what can't be part of a transaction; false where it was done before. Throws where somebody is at work on it. */
export async function claimNow(claim: Claim, store: DenialStore, nowMs: number): Promise<boolean> {
  const state = await store.claim(claim.name, nowMs, claim.leaseMs);
  if (state === "busy") throw new Error(busyMessage);
  claim.isOwn = state === "new";
  return claim.isOwn;
}
