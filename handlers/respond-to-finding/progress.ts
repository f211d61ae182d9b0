import type { FindingMemory, FindingStore } from "../../clients/finding-memory";
import { findingName } from "../../clients/finding-memory";
import type { Kept } from "../../clients/state-table";
import type { Finding } from "../../core/findings/finding";
import { log } from "../post-denials/audit";

/** How far one finding is, as the table has it and this invocation goes on. */
export interface Progress {
  readonly memory: FindingMemory;
  /** Whether everything was done by an earlier invocation. */
  readonly isComplete: boolean;
  /** Why the table could not be read or written at the beginning. */
  readonly unreadable?: unknown;
  /** Writes down what was done. Never throws: failing here would have people told again. */
  note(changes: Partial<FindingMemory>): Promise<void>;
}

/** How long one invocation may be at work on a finding: the function's own time-out. */
export const claimMs = 120_000;

const mostConflicts = 6;

/**
 * Claims a finding for this invocation, or finds it complete. Throws where another invocation is at work on it: the event
 * comes again, and perhaps that one fails. Where the table can't be read, the progress says so.
 */
export async function beginFinding(
  finding: Finding,
  by: string,
  store: FindingStore,
  nowMs: number,
): Promise<Progress> {
  const name = findingName(finding.account, finding.id);
  let unreadable: unknown;
  try {
    for (let round = 0; round < mostConflicts; round += 1) {
      const kept = await store.finding(name);
      if (kept !== undefined && isDone(kept.value)) return progressOf(name, kept, store, { isComplete: true });
      const claim = kept?.value.claim;
      if (claim !== undefined && claim.by !== by && nowMs < claim.untilMs) throw busy(finding);
      const memory = { ...first(finding), ...kept?.value, claim: { by, untilMs: nowMs + claimMs }, changedAtMs: nowMs };
      const version = kept?.version ?? 0;
      if (!(await store.saveFinding(name, memory, version))) continue;
      return progressOf(name, { value: memory, version: version + 1 }, store, { isComplete: false });
    }
    throw busy(finding);
  } catch (error) {
    if ((error as Error).name === busyName) throw error;
    unreadable = error;
  }
  const unkept = { value: { ...first(finding), changedAtMs: nowMs }, version: 0 };
  return progressOf(name, unkept, store, { isComplete: false, unreadable });
}

const busyName = "FindingBusy";

function busy({ id }: Finding): Error {
  return Object.assign(new Error(`another invocation is at work on the finding ${id}`), { name: busyName });
}

function isDone({ toldAtMs, handedOverAtMs, investigatedAtMs }: FindingMemory): boolean {
  return toldAtMs !== undefined && handedOverAtMs !== undefined && investigatedAtMs !== undefined;
}

function first({ account, severity, actors, count }: Finding): Omit<FindingMemory, "changedAtMs"> {
  const accessKeyIds = actors.flatMap(({ accessKeyId }) => accessKeyId ?? []);
  return { account, severity, accessKeyIds, count };
}

function progressOf(
  name: string,
  begun: Kept<FindingMemory>,
  store: FindingStore,
  found: Pick<Progress, "isComplete" | "unreadable">,
): Progress {
  let { value, version } = begun;

  /** Others only ever count repeats while this invocation is at work. */
  async function write(changes: Partial<FindingMemory>): Promise<void> {
    for (let round = 0; round < mostConflicts; round += 1) {
      if (await store.saveFinding(name, value, version)) {
        version += 1;
        return;
      }
      const kept = await store.finding(name);
      if (kept === undefined) return;
      value = { ...kept.value, ...changes, count: Math.max(kept.value.count, value.count) };
      version = kept.version;
    }
    log("not-kept", { finding: name, why: "written by others at the same time" });
  }

  return {
    ...found,
    get memory() {
      return value;
    },
    async note(changes) {
      value = { ...value, ...changes };
      if (found.unreadable !== undefined) return;
      try {
        await write(changes);
      } catch (error) {
        log("not-kept", { finding: name, why: (error as Error).name });
      }
    },
  };
}
