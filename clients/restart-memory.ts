import type { StateTable } from "./state-table";

/** When Warden itself has last restarted a trail, so that it does not do so again and again. Methods throw what AWS says. */
export interface RestartMemory {
  lastRestartMs(trailArn: string): Promise<number | undefined>;
  /** To be called before the restart: what can't be remembered is not to be done. */
  noteRestart(trailArn: string, atMs: number): Promise<void>;
}

const item = "RESTART";
const keptMs = 400 * 86_400_000;
const mostConflicts = 8;

/** Kept in the table that all responders share. */
export function restartMemory(table: StateTable): RestartMemory {
  return {
    async lastRestartMs(trailArn) {
      const { atMs } = ((await table.read(`TRAIL#${trailArn}`, item))?.value ?? {}) as { atMs?: unknown };
      return typeof atMs === "number" ? atMs : undefined;
    },
    async noteRestart(trailArn, atMs) {
      for (let round = 0; round < mostConflicts; round += 1) {
        const kept = await table.read(`TRAIL#${trailArn}`, item);
        if (await table.write(`TRAIL#${trailArn}`, item, { atMs }, kept?.version ?? 0, atMs + keptMs)) return;
      }
      throw new Error(`the restart was written by others ${mostConflicts} times`);
    },
  };
}
