import { classifyRecord } from "../../core/cloudtrail/error-code";
import { textAt } from "../../core/cloudtrail/record";
import type { Volume } from "../../core/cost/volume";
import { readInputs } from "../../local/input/read-inputs";

const dayMs = 86_400_000;

/** The volume in files of CloudTrail, and what could not be read of them. */
export interface VolumeOfFiles {
  readonly volume: Volume;
  readonly records: number;
  readonly unreadable: number;
}

/**
 * Counts what happened in the user's own files: records a day from the first to the last, their size, and which were denied or
 * made with long-term keys. Less than a day counts as one. Throws where no record is there.
 */
export async function volumeOfFiles(paths: readonly string[]): Promise<VolumeOfFiles> {
  const seen = { records: 0, bytes: 0, longTerm: 0, denied: 0, firstMs: Infinity, lastMs: -Infinity };
  const counts = await readInputs(
    paths,
    {
      item(item) {
        if (item.kind !== "cloudtrail") return;
        seen.records += 1;
        seen.bytes += Buffer.byteLength(item.text);
        seen.firstMs = Math.min(seen.firstMs, item.atMs);
        seen.lastMs = Math.max(seen.lastMs, item.atMs);
        if (textAt(item.record, "userIdentity", "accessKeyId")?.startsWith("AKIA") === true) seen.longTerm += 1;
        if (classifyRecord(item.record) !== "none") seen.denied += 1;
      },
      unreadable: ({ origin, why }) => void process.stderr.write(`${origin}: ${why}\n`),
    },
    { stdin: process.stdin },
  );
  const { records } = seen;
  if (records === 0) throw new Error("no record of CloudTrail was found: there is no volume to count");
  const days = Math.max(1, (seen.lastMs - seen.firstMs) / dayMs);
  return {
    volume: {
      eventsPerDay: records / days,
      bytesPerEvent: seen.bytes / records,
      longTermKeyShare: seen.longTerm / records,
      deniedShare: seen.denied / records,
    },
    records,
    unreadable: counts.unreadable,
  };
}
