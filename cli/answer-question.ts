import { actionStore } from "../clients/action-store";
import { answerStore } from "../clients/answer-store";
import { callerArn } from "../clients/caller";
import { delayQueue } from "../clients/queue";
import { stateTable } from "../clients/state-table";
import type { ActionRecord } from "../core/actions/record";
import { recordIdForm } from "../core/actions/record-id";
import type { AnswerParts, Given } from "../handlers/actions/give-answer";
import { giveAnswer } from "../handlers/actions/give-answer";
import { parseCommandOptions } from "./command-options";
import type { StackAccess } from "./stack-access";
import { withStack } from "./stack-access";
import { UsageError } from "./usage-error";

/** `warden approve` and `warden leave`: answers a pending question under the caller's own identity. Returns the exit status. */
export async function answerQuestion(
  command: "approve" | "leave",
  help: string,
  args: readonly string[],
): Promise<number> {
  const options = parseCommandOptions(args, { command, operand: "the ID of a question, as its message shows it" });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const { operand: id, stack } = options;
  if (!recordIdForm.test(id))
    throw new UsageError(`${JSON.stringify(id)} is not the id of a question (wa- and ten letters)`);
  return withStack(stack, async (access) => {
    const by = await callerArn();
    const parts = partsOf(access);
    const atMs = access.isRehearsal ? await reopened(id, parts, access.nowMs) : access.nowMs;
    return report(command, id, by, await giveAnswer(id, command, by, parts, atMs));
  });
}

/** In a local run nobody can answer in time. A question that has run out there is open again at its last moment, which is returned. */
async function reopened(id: string, { store }: AnswerParts, nowMs: number): Promise<number> {
  const kept = await store.record(id);
  const untilMs = kept?.value.askedUntilMs;
  if (kept === undefined || untilMs === undefined) return nowMs;
  if (kept.value.state === "expired") await store.saveRecord({ ...kept.value, state: "asked" }, kept.version);
  return Math.min(nowMs, untilMs);
}

function partsOf({ targets }: StackAccess): AnswerParts {
  const table = stateTable(targets.actionsTable);
  return {
    store: actionStore(table),
    answers: answerStore(table),
    wakeOf({ action }: ActionRecord) {
      const url = targets.wakeQueues[action];
      return url === undefined ? undefined : delayQueue(url);
    },
  };
}

function report(command: "approve" | "leave", id: string, by: string, given: Given): number {
  switch (given.outcome) {
    case "given":
    case "repeated": {
      const { action, subject } = given.record;
      const about = `${action} of ${subject.kind} ${subject.id}`;
      const again = given.outcome === "repeated" ? " (that was so already; the function was woken again)" : "";
      process.stdout.write(
        command === "approve"
          ? `${id}: ${about} is approved by ${by}${again}. Every check is made again before anything is changed.\n`
          : `${id}: ${about} is left as it is, by ${by}${again}. Nothing is changed.\n`,
      );
      return 0;
    }
    case "unknown":
      throw new Error(`there is no record ${id}`);
    case "refused":
      throw new Error(`${id} can't be answered: ${given.why}`);
  }
}
