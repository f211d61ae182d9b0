import type { ProbeArrival, SentProbe } from "../core/probe/probe-call";
import { probeLifeMs } from "../core/probe/probe-call";
import { stateTable } from "./state-table";
import type { StateTable } from "./state-table";

/** The daily probe that was sent last, and whether it was judged. */
export interface LatestProbe {
  readonly sent: SentProbe;
  readonly isJudged: boolean;
}

/** What is known of probes, in the table of denials. Methods throw what AWS says. */
export interface ProbeStore {
  sent(id: string): Promise<SentProbe | undefined>;
  noteSent(probe: SentProbe): Promise<void>;
  arrival(id: string): Promise<ProbeArrival | undefined>;
  /** False where another arrival was noted before. */
  noteArrival(id: string, arrival: ProbeArrival): Promise<boolean>;
  latest(): Promise<LatestProbe | undefined>;
  /** False where another invocation has written since. */
  saveLatest(latest: LatestProbe): Promise<boolean>;
}

/** Keys of all items begin with it. */
const keyPrefix = "PROBE#";
const latestKey = "PROBE#LATEST";

/** Kept longer than a probe lives, so that a late look finds it. */
const keptMs = 7 * probeLifeMs;

/** Loads the client with the first question. */
export function probeStore(tableName: string): ProbeStore {
  return probesIn(stateTable(tableName));
}

export function probesIn(table: StateTable): ProbeStore {
  const versions: { latest?: number } = {};
  return {
    sent: async (id) => (await table.read(keyPrefix + id, "SENT"))?.value as SentProbe | undefined,
    async noteSent(probe) {
      if (!(await table.write(keyPrefix + probe.id, "SENT", probe, 0, probe.sentAtMs + keptMs)))
        throw new Error(`there is a probe ${probe.id} already`);
    },
    arrival: async (id) => (await table.read(keyPrefix + id, "ARRIVED"))?.value as ProbeArrival | undefined,
    noteArrival: (id, arrival) => table.write(keyPrefix + id, "ARRIVED", arrival, 0, arrival.atMs + keptMs),
    async latest() {
      const kept = await table.read(latestKey, "STATE");
      versions.latest = kept?.version ?? 0;
      return kept?.value as LatestProbe | undefined;
    },
    saveLatest: (latest) => table.write(latestKey, "STATE", latest, versions.latest ?? 0),
  };
}
