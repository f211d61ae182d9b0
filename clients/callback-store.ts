import type { Kept, StateTable } from "./state-table";

/** What was done for an issue because Jira called back. */
export interface CallbackMemory {
  /** Until when an invocation keeps its enrichment to itself, and when it was enriched. */
  readonly enrichingUntilMs?: number | undefined;
  readonly enrichedAtMs?: number | undefined;
  /** Actions that were asked for, and when. */
  readonly asked: Readonly<Record<string, number>>;
}

/** Methods throw what AWS says. */
export interface CallbackStore {
  memory(issueId: string): Promise<Kept<CallbackMemory>>;
  /** False where somebody has written since `version` was read. */
  saveMemory(issueId: string, memory: CallbackMemory, version: number, nowMs: number): Promise<boolean>;
}

const item = "STATE";
const keptMs = 400 * 86_400_000;

/** Kept in the table of tickets. */
export function callbackStore(table: Pick<StateTable, "read" | "write">): CallbackStore {
  return {
    async memory(issueId) {
      const kept = (await table.read(`CALLBACK#${issueId}`, item)) as Kept<CallbackMemory> | undefined;
      return kept ?? { value: { asked: {} }, version: 0 };
    },
    saveMemory: (issueId, memory, version, nowMs) =>
      table.write(`CALLBACK#${issueId}`, item, memory, version, nowMs + keptMs),
  };
}
