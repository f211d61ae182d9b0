import type { Mode, NotifyReason, RefusalReason } from "../actions/action";
import type { FindingActor } from "./actors";
import type { FindingCredential } from "./credential";
import { credentialOf } from "./credential";
import type { Finding } from "./finding";

/** What is done about one credential of a finding. */
export type PlaybookStep = {
  readonly actor: FindingActor;
  readonly credential: FindingCredential;
} & (
  | {
      /** The credential is reported, and decided on as any other report is. */
      readonly kind: "report";
      /** The action's own mode may be more cautious. */
      readonly modeAtMost: Mode;
      readonly severalActors: boolean;
    }
  /** Nothing is to be decided on: nothing can or may be changed. */
  | { readonly kind: "tell"; readonly verdict: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "tell"; readonly verdict: "notify"; readonly reason: NotifyReason }
);

/** What is done about a finding: by its credentials alone, whatever its type is called. */
export function playbookOf(finding: Finding, modes: Readonly<Record<string, Mode>>): readonly PlaybookStep[] {
  const { type, sample, isArchived, isAttackSequence, actors } = finding;
  const mode = modeOfType(type, modes);
  // Who of several did what is for a person to tell.
  const modeAtMost = isAttackSequence && mode === "enforce" ? "approve" : mode;
  return actors.map((actor): PlaybookStep => {
    const credential = credentialOf(actor);
    const step = { actor, credential };
    if (sample !== undefined) return { ...step, kind: "tell", verdict: "notify", reason: "sample" };
    if (isArchived) return { ...step, kind: "tell", verdict: "notify", reason: "archived" };
    if ("refusal" in credential) return { ...step, kind: "tell", verdict: "refused", reason: credential.refusal };
    return { ...step, kind: "report", modeAtMost, severalActors: isAttackSequence };
  });
}

/** The mode of `guardDuty.findings` under the type itself or the longest beginning of it; `notify` where none is set. */
export function modeOfType(type: string, modes: Readonly<Record<string, Mode>>): Mode {
  const [longest] = Object.keys(modes)
    .filter((beginning) => type.startsWith(beginning))
    .sort((left, right) => right.length - left.length);
  return (longest === undefined ? undefined : modes[longest]) ?? "notify";
}
