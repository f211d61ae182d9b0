import type { FoundRecords } from "./trail-log";
import { trailLog } from "./trail-log";

/** What a key has done, as the trail's log group has it. */
export interface KeyHistory {
  /** Records of one key between two times, oldest first. Throws what CloudWatch Logs says, or where it takes too long. */
  read(accessKeyId: string, fromMs: number, toMs: number): Promise<FoundRecords>;
}

/** Looks into a log group by its name. */
export function keyHistory(logGroupName: string): KeyHistory {
  const log = trailLog(logGroupName);
  return {
    async read(accessKeyId, fromMs, toMs) {
      if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) throw new Error("not an access key id");
      return log.find(`{ $.userIdentity.accessKeyId = "${accessKeyId}" }`, fromMs, toMs);
    },
  };
}
