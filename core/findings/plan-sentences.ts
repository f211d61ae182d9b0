import type { AccountModes, Modes } from "../actions/account-modes";
import { modesIn } from "../actions/account-modes";
import { moreCautious } from "../actions/caution";
import { actionWords, reasonWords } from "../slack/action-words";
import { actorWords } from "./sentences";
import type { Finding } from "./finding";
import type { PlaybookStep } from "./playbook";

/** How the stack is set, as far as people are told of it. */
export interface PlanSettings extends AccountModes {
  readonly signalsToEnforce: number;
}

/** What Warden does about a finding, one sentence for each of its credentials. */
export function planSentences(finding: Finding, steps: readonly PlaybookStep[], settings: PlanSettings): string[] {
  if (finding.sample !== undefined) return [`Nothing is done: this is a sample finding, because ${finding.sample}`];
  if (finding.isArchived) return ["Nothing is done: the finding is archived"];
  if (steps.length === 0) return ["Nothing is done: the finding names no credentials"];
  const several = steps.length > 1;
  const modes = modesIn(settings, finding.account);
  return steps.map((step) => `${several ? `${actorWords(step.actor)}: ` : ""}${planOf(step, modes, settings)}`);
}

function planOf(step: PlaybookStep, modes: Modes, { signalsToEnforce }: PlanSettings): string {
  if (step.kind === "tell") return `nothing is changed: ${reasonWords[step.reason]}`;
  const { action, kind } = step.credential;
  const ofAction = kind === "role-session" ? moreCautious(modes[action], "approve") : modes[action];
  const { infinitive } = actionWords[action];
  switch (moreCautious(ofAction, step.modeAtMost)) {
    case "notify":
      return step.modeAtMost === "notify"
        ? "only told, nothing is changed: the mode of this type of finding is `notify` (`api-warden:guardDuty.findings`)"
        : `only told, nothing is changed: the mode of \`${action}\` is \`notify\` (\`api-warden:modes\`)`;
    case "approve":
      return `a question whether to ${infinitive} comes in a message of its own`;
    case "enforce":
      return signalsToEnforce > 1
        ? `to ${infinitive} takes ${signalsToEnforce} independent signals, and this finding is one; what is changed comes in a message of its own`
        : `it is decided whether to ${infinitive}; what comes of it is told in a message of its own`;
  }
}
