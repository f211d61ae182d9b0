import type { ActionStore } from "../../clients/action-store";
import type { AnswerStore } from "../../clients/answer-store";
import type { DelayQueue } from "../../clients/queue";
import { answerTo } from "../../core/actions/answer";
import type { ActionRecord, Answer } from "../../core/actions/record";

/** What giving an answer takes, in a function as on the command line. */
export interface AnswerParts {
  readonly store: Pick<ActionStore, "record" | "saveRecord">;
  readonly answers: Pick<AnswerStore, "noteExpected">;
  /** The queue that wakes the responder of the record's action; undefined where the stack declares none. */
  wakeOf(record: ActionRecord): DelayQueue | undefined;
}

export type Given =
  /** `repeated`: the same answer stood there already, and the responder was woken again. */
  | { readonly outcome: "given" | "repeated"; readonly record: ActionRecord }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "refused"; readonly why: string };

/** Tries where others write the same record at the same time. */
const mostConflicts = 4;

/**
 * Writes a person's answer onto the question's record, provided that nobody has answered since it was read, and wakes the
 * responder. `by`: ARN of the IAM principal, or Slack's ids. Throws what AWS says; then the same answer can be given again.
 */
export async function giveAnswer(
  id: string,
  answer: Answer,
  by: string,
  parts: AnswerParts,
  nowMs: number,
): Promise<Given> {
  for (let round = 0; round < mostConflicts; round += 1) {
    const kept = await parts.store.record(id);
    if (kept === undefined) return { outcome: "unknown" };
    if (isUntakenUp(kept.value, answer)) {
      await takeUp(kept.value, answer, parts);
      return { outcome: "repeated", record: kept.value };
    }
    const answered = answerTo(kept.value, answer, by, nowMs);
    if ("refused" in answered) return { outcome: "refused", why: answered.refused };
    const { record } = answered;
    if (parts.wakeOf(record) === undefined) return { outcome: "refused", why: "the stack has no queue for its action" };
    if (!(await parts.store.saveRecord(record, kept.version))) continue;
    await takeUp(record, answer, parts);
    return { outcome: "given", record };
  }
  return { outcome: "refused", why: "others wrote it at the same time; try again" };
}

/** An answer that stands and that the responder has not taken up: perhaps it was never woken. */
function isUntakenUp(record: ActionRecord, answer: Answer): boolean {
  if (answer === "approve") return record.state === "asked" && record.approval !== undefined;
  return record.state === "left" && !record.told;
}

async function takeUp(record: ActionRecord, answer: Answer, parts: AnswerParts): Promise<void> {
  if (answer === "expected" && record.left !== undefined) await parts.answers.noteExpected(record, record.left);
  await parts.wakeOf(record)?.send({ warden: "answered", record: record.id }, 0);
}
