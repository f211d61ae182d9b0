import { partitionOfRegion } from "../core/cloudtrail/partition";
import type { CloudTrailRecord } from "../core/cloudtrail/record";
import type { EventHistory } from "./event-history";
import { eventHistory } from "./event-history";
import type { FoundRecords } from "./trail-log";
import { trailLog } from "./trail-log";

/** What a key has done, as the trail's log group has it, or CloudTrail itself. */
export interface KeyHistory {
  /** Records of one key between two times, oldest first. Throws what AWS says, or where it takes too long. */
  read(accessKeyId: string, fromMs: number, toMs: number): Promise<FoundRecords>;
}

/** Pages of fifty events that one look reads in each region: CloudTrail answers two questions a second. */
const mostPages = 4;

/**
 * Looks into a log group by its name. Where the trail is read from its bucket there is none: then CloudTrail's own event history
 * is asked, in the region that the function runs in and in that of the global services.
 */
export function keyHistory(logGroupName: string | undefined): KeyHistory {
  const log = logGroupName === undefined ? undefined : trailLog(logGroupName);
  const history = eventHistory();
  return {
    async read(accessKeyId, fromMs, toMs) {
      if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) throw new Error("not an access key id");
      if (log !== undefined) return log.find(`{ $.userIdentity.accessKeyId = "${accessKeyId}" }`, fromMs, toMs);
      const own = process.env.AWS_REGION ?? "us-east-1";
      const regions = [...new Set([own, partitionOfRegion(own).globalRegion])];
      return lookUp(history, { accessKeyId, fromMs, toMs }, regions);
    },
  };
}

async function lookUp(
  history: EventHistory,
  question: { readonly accessKeyId: string; readonly fromMs: number; readonly toMs: number },
  regions: readonly string[],
): Promise<FoundRecords> {
  const records: CloudTrailRecord[] = [];
  let truncated = false;
  for (const region of regions) {
    let next: string | undefined;
    for (let page = 0; page < mostPages && (page === 0 || next !== undefined); page += 1) {
      const answer = await history.page({ ...question, region }, next);
      records.push(...answer.records);
      next = answer.next;
    }
    truncated ||= next !== undefined;
  }
  const timeOf = ({ eventTime }: CloudTrailRecord) => (typeof eventTime === "string" ? Date.parse(eventTime) : 0);
  return { records: records.sort((one, other) => timeOf(one) - timeOf(other)), truncated };
}
