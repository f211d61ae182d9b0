import { partitionOfRegion } from "../core/cloudtrail/partition";
import type { CloudTrailRecord } from "../core/cloudtrail/record";
import type { EventHistory } from "./event-history";
import { eventHistory } from "./event-history";
import type { FoundRecords } from "./trail-log";
import { trailLog } from "./trail-log";

/** What a key has done, as the trail's log group has it, or CloudTrail itself. */
export interface KeyHistory {
  /**
   * Records of one key between two times, oldest first. `region` is one in which it is known to have been used. Throws what AWS
   * says, or where it takes too long.
   */
  read(accessKeyId: string, fromMs: number, toMs: number, region?: string): Promise<FoundRecords>;
  /**
   * Whether another account is known to be covered: by any record of the trail's between two times that was made there, of those
   * that `read` has found already or by a look of its own. CloudTrail's event history is each account's own, and covers no
   * other. Throws as `read` does.
   */
  covers(account: string, found: readonly CloudTrailRecord[], fromMs: number, toMs: number): Promise<boolean>;
}

/** Pages of fifty events that one look reads in each region. */
const mostPages = 20;

/** How long one look may take: CloudTrail answers two questions a second. */
const patienceMs = 15_000;

/**
 * Looks into a log group by its name. Where the trail is read from its bucket there is none: then CloudTrail's own event history
 * is asked, in the region that the function runs in, in that of the global services and in that of the key's last call.
 */
export function keyHistory(logGroupName: string | undefined): KeyHistory {
  const log = logGroupName === undefined ? undefined : trailLog(logGroupName);
  const history = eventHistory();
  return {
    async read(accessKeyId, fromMs, toMs, region) {
      if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) throw new Error("not an access key id");
      if (log !== undefined) return log.find(`{ $.userIdentity.accessKeyId = "${accessKeyId}" }`, fromMs, toMs);
      return lookUp(history, { accessKeyId, fromMs, toMs }, regionsWith(region));
    },
    async covers(account, found, fromMs, toMs) {
      if (log === undefined || !/^\d{12}$/.test(account)) return false;
      if (found.some((record) => isRecordedIn(account, record))) return true;
      const { records } = await log.find(`{ $.recipientAccountId = "${account}" }`, fromMs, toMs);
      return records.some((record) => isRecordedIn(account, record));
    },
  };
}

/** What an account's key calls in another account is recorded there as well, and tells nothing of the account's own trail. */
function isRecordedIn(account: string, { recipientAccountId }: CloudTrailRecord): boolean {
  return recipientAccountId === account;
}

/** A region that somebody has written becomes part of a host's name: it has to look like one, and to be of the own partition. */
function regionsWith(region: string | undefined): readonly string[] {
  const own = process.env.AWS_REGION ?? "us-east-1";
  const { name, globalRegion } = partitionOfRegion(own);
  const isKnown = region !== undefined && /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/.test(region);
  const others = isKnown && partitionOfRegion(region).name === name ? [region] : [];
  return [...new Set([own, globalRegion, ...others])];
}

interface Question {
  readonly accessKeyId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

async function lookUp(history: EventHistory, question: Question, regions: readonly string[]): Promise<FoundRecords> {
  const untilMs = performance.now() + patienceMs;
  const found: FoundRecords[] = [];
  for (const region of regions) found.push(await lookIn(history, question, region, untilMs));
  const timeOf = ({ eventTime }: CloudTrailRecord) => (typeof eventTime === "string" ? Date.parse(eventTime) : 0);
  return {
    records: found.flatMap(({ records }) => records).sort((one, other) => timeOf(one) - timeOf(other)),
    truncated: found.some(({ truncated }) => truncated),
  };
}

/** The first answer tells whether CloudTrail answers at all; what is older than there is time for is left. */
async function lookIn(
  history: EventHistory,
  question: Question,
  region: string,
  untilMs: number,
): Promise<FoundRecords> {
  let { records, next } = await history.page({ ...question, region }, undefined);
  for (let page = 1; page < mostPages && next !== undefined && performance.now() < untilMs; page += 1) {
    try {
      const answer = await history.page({ ...question, region }, next);
      records = [...records, ...answer.records];
      next = answer.next;
    } catch {
      break;
    }
  }
  return { records, truncated: next !== undefined };
}
