import { actionStore } from "../clients/action-store";
import { callerArn } from "../clients/caller";
import { recordsAbout } from "../clients/record-search";
import { stateTable } from "../clients/state-table";
import type { ActionRecord } from "../core/actions/record";
import { isRestorable } from "../core/actions/record";
import { recordIdForm } from "../core/actions/record-id";
import type { UndoResult } from "../handlers/actions/undo";
import { undo } from "../handlers/actions/undo";
import { parseCommandOptions } from "./command-options";
import type { StackAccess } from "./stack-access";
import { withStack } from "./stack-access";
import { undoerOf } from "./undoers";

const help = `Usage: warden restore ID [options]

Undoes an action: puts back what was there before it, as its record says, and writes that down. ID is the id that the
action's message shows (wa-…), or the id of the key or rule where only one action on it can be undone. The change is made with
your own AWS credentials. Restoring twice is no error.

  --stack NAME  a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 as it was before; 1 it could not be; 2 wrong usage.
`;

/** `warden restore`. Returns the exit status. */
export async function restore(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, { command: "restore", operand: "the ID of an action, a key or a rule" });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  return withStack(options.stack, (access) => restoreRecord(options.operand, access));
}

async function restoreRecord(operand: string, { targets, nowMs }: StackAccess): Promise<number> {
  const store = actionStore(stateTable(targets.actionsTable));
  const record = recordIdForm.test(operand)
    ? (await store.record(operand))?.value
    : theOneOf(await recordsAbout(targets.actionsTable, operand), operand);
  if (record === undefined) throw new Error(`there is no record ${operand}`);
  const undoer = undoerOf(record.action, nowMs);
  if (undoer === undefined) throw new Error(`${record.action} can't be undone from here`);
  const by = await callerArn();
  refuseOtherAccount(record, by);
  return report(await undo(record.id, undoer, store, { by, atMs: nowMs }));
}

/** The newest restored one where nothing is left to undo, so that restoring twice says so. */
function theOneOf(records: readonly ActionRecord[], subjectId: string): ActionRecord {
  const restorable = records.filter(isRestorable);
  if (restorable.length > 1) {
    const ids = restorable.map(
      ({ id, action, changedAtMs }) => `${id} (${action}, ${new Date(changedAtMs).toISOString()})`,
    );
    throw new Error(`${subjectId} has ${restorable.length} actions that can be undone, name one: ${ids.join(", ")}`);
  }
  const record = restorable[0] ?? records.find(({ state }) => state === "restored");
  if (record === undefined) throw new Error(`no action on ${subjectId} is recorded that could be undone`);
  return record;
}

/** In another account, what is to be restored would only seem to be gone. */
function refuseOtherAccount({ subject }: ActionRecord, by: string): void {
  const [, , , , account] = by.split(":");
  if (subject.account === undefined || subject.account === account) return;
  throw new Error(
    `${subject.kind} ${subject.id} is in account ${subject.account}, and you are signed in to ${account}`,
  );
}

function report({ outcome, record }: UndoResult): number {
  const { id, action, subject } = record;
  const about = `${subject.kind} ${subject.id}`;
  switch (outcome) {
    case "restored":
      process.stdout.write(`${id}: ${action} is undone, ${about} is as it was before.\n`);
      return 0;
    case "already-so":
      process.stdout.write(`${id}: ${about} was already as it was before ${action}. Nothing was changed.\n`);
      return 0;
    case "gone":
      throw new Error(`${id}: ${about} does not exist any more; nothing was changed`);
  }
}
