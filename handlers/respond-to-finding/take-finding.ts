import type { FindingMemory } from "../../clients/finding-memory";
import type { Finding } from "../../core/findings/finding";
import { planSentences } from "../../core/findings/plan-sentences";
import type { PlaybookStep } from "../../core/findings/playbook";
import { playbookOf } from "../../core/findings/playbook";
import type { FindingView } from "../../core/slack/finding-message";
import { consolePortal } from "../console-portal";
import { log } from "../post-denials/audit";
import { handOver, stateRepeat } from "./hand-over";
import { investigate } from "./investigate";
import type { FindingParts } from "./parts";
import type { Progress } from "./progress";
import { beginFinding } from "./progress";
import { tellOfFinding, tellOfInvestigation, updateMessage } from "./tell";

/**
 * Handles one finding: people are told first, then its credentials are handed over to be decided on, and then what they did is
 * looked up. Each step that succeeds is written down, so that a retry takes up what is left and a repeat does none of them
 * again. `by`: Lambda's id of the request. Throws where the event has to come again.
 */
export async function takeFinding(finding: Finding, by: string, parts: FindingParts, nowMs: number): Promise<void> {
  const steps = playbookOf(finding, parts.settings.findings);
  const progress = await beginFinding(finding, by, parts.findings, nowMs);
  if (progress.isComplete) return repeat(finding, steps, progress, parts, nowMs);
  try {
    await workOn(finding, steps, progress, parts, nowMs);
  } finally {
    await progress.note({ claim: undefined });
  }
}

async function workOn(
  finding: Finding,
  steps: readonly PlaybookStep[],
  progress: Progress,
  parts: FindingParts,
  nowMs: number,
): Promise<void> {
  const view = viewOf(finding, steps, progress.memory, parts);
  const { changes, failure } = await tellOfFinding(view, progress.memory, parts, nowMs);
  await progress.note(changes);
  // What can't be remembered could be done again and again.
  if (progress.unreadable !== undefined) throw progress.unreadable;
  if (progress.memory.handedOverAtMs === undefined) {
    // That people could not be told yet is no reason to leave a key in strange hands.
    await handOver(finding, steps, parts, nowMs);
    await progress.note({ handedOverAtMs: nowMs });
  }
  if (failure !== undefined) throw failure;
  const found = await investigate(finding, parts, nowMs);
  if (found !== undefined) {
    const { message } = progress.memory;
    const { sentences: investigation } = found;
    await tellOfInvestigation({ ...view, investigation }, { message, found: found.found }, parts, nowMs);
  }
  await progress.note({ investigatedAtMs: nowMs, investigation: found?.sentences });
}

/** A repeat is counted. Where the message can be updated it shows so; nothing is posted, nothing is decided anew. */
async function repeat(
  finding: Finding,
  steps: readonly PlaybookStep[],
  progress: Progress,
  parts: FindingParts,
  nowMs: number,
): Promise<void> {
  const { id, count } = finding;
  if (count <= progress.memory.count) {
    log("repeated", { finding: id, count, why: "the same event again" });
    return;
  }
  await progress.note({ count });
  log("repeated", { finding: id, count });
  stateRepeat(finding, steps);
  const { memory } = progress;
  await updateMessage(viewOf(finding, steps, memory, parts), memory, parts, nowMs);
}

function viewOf(
  finding: Finding,
  steps: readonly PlaybookStep[],
  { count, investigation }: Pick<FindingMemory, "count" | "investigation">,
  { settings }: Pick<FindingParts, "settings">,
): FindingView {
  const plan = planSentences(finding, steps, settings);
  return { finding, count, plan, investigation, isFollowUp: false, ...consolePortal(process.env) };
}
