import type { AskReason, OriginDoubt, Signal } from "../../core/actions/action";
import { standing, weightOfAll } from "../../core/actions/signals";
import { sourceOf } from "../../core/cloudtrail/source-address";
import type { OriginCheck } from "../../core/keys/country-check";
import { firstDoubt } from "../../core/keys/origin-doubt";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";
import type { RecentUse } from "./recent-use";

/** What a key or session may be cut off for unasked, and what not. */
export interface CautionParts {
  readonly check: OriginCheck;
  /** Weight of the signals that acting needs. */
  readonly signalsToEnforce: number;
}

/** Why what is reported may only be asked about; undefined where nothing asks for a person. Signals are those written down. */
export function askAtMost(
  key: SuspiciousKey,
  { quiet }: Pick<RecentUse, "quiet">,
  signals: readonly Signal[],
  { check, signalsToEnforce }: CautionParts,
  nowMs: number,
): AskReason | undefined {
  if (key.severalActors === true) return "several-actors";
  if (quiet === "in-use") return "recently-good-use";
  // What can't be told is taken for good use: a person may know.
  if (quiet === "unknown") return "use-unknown";
  return doubtOfReport(key, check, nowMs) ?? doubtOfSignals(signals, signalsToEnforce, nowMs);
}

/** What is doubtful about where the reported calls came from, by the sender's word or by the address that it names. */
export function doubtOfReport(key: SuspiciousKey, check: OriginCheck, nowMs: number): OriginDoubt | undefined {
  if (key.awsOwned === true) return "aws-owned-address";
  if (key.originUnknown === true) return "unknown-origin";
  const { address } = key;
  return address === undefined ? undefined : check(sourceOf({ sourceIPAddress: address }), key.seenAtMs ?? nowMs).doubt;
}

/** Signals of a doubtful origin don't tip the scales for others: without them, enough has to stand. */
function doubtOfSignals(signals: readonly Signal[], needed: number, nowMs: number): OriginDoubt | undefined {
  const certain = signals.filter(({ doubt }) => doubt === undefined);
  return weightOfAll(certain, nowMs) >= needed ? undefined : firstDoubt(standing(signals, nowMs));
}
