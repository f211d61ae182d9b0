import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { partitionOfRegion } from "../../core/cloudtrail/partition";
import { textAt } from "../../core/cloudtrail/record";
import { historyHours, historySentences } from "../../core/findings/history-summary";
import { quoted } from "../../core/keys/impact";
import type { InvestigationParts } from "./parts";

/** What all look-ups of one finding may take together. */
export interface LookUpBudget {
  pages: number;
  waitMs: number;
  /** By the clock of the invocation. */
  readonly untilMs: number;
}

const hourMs = 3_600_000;

/** Answers read for one finding at most: 1,000 events. */
const mostPages = 20;

/** Waiting for the room that all invocations share, in sum. */
const mostWaitMs = 3_000;

/** How long the look-ups may take, so that the function ends with word of them instead of being cut off. */
const mostMs = 40_000;

export function lookUpBudget(nowMs: number): LookUpBudget {
  return { pages: mostPages, waitMs: mostWaitMs, untilMs: nowMs + mostMs };
}

/** What is left to read of one region. */
interface Pending {
  readonly region: string;
  readonly next: string | undefined;
}

/**
 * What a key did in the last day, in sentences, from the event history of the finding's region and of the one that global
 * services record in, a page of each in turn. Never throws: it says where it stopped.
 */
export async function lookUpHistory(
  { accessKeyId, account, region }: { accessKeyId: string; account: string; region: string },
  budget: LookUpBudget,
  { history, slots, clock }: InvestigationParts,
  nowMs: number,
): Promise<{ readonly sentences: readonly string[]; readonly failed: boolean }> {
  const regions = [...new Set([region, partitionOfRegion(region).globalRegion])];
  const records: CloudTrailRecord[] = [];
  const read = new Set<string>();
  const question = { accessKeyId, fromMs: nowMs - historyHours * hourMs, toMs: nowMs };

  /** Why it stopped before the end; undefined where it came there. */
  async function readAll(): Promise<string | undefined> {
    const pending: Pending[] = regions.map((each) => ({ region: each, next: undefined }));
    for (let one = pending.shift(); one !== undefined; one = pending.shift()) {
      if (budget.pages <= 0) return "the number of answers that are read for one finding is reached";
      if (clock.now() > budget.untilMs) return "it took too long";
      const waitMs = await slots.take({ account, region: one.region }, budget.waitMs);
      if (waitMs === undefined) return `other look-ups took the room in ${quoted(one.region)}`;
      budget.waitMs -= waitMs;
      budget.pages -= 1;
      await clock.wait(waitMs);
      const page = await history.page({ ...question, region: one.region }, one.next);
      records.push(...page.records);
      read.add(one.region);
      if (page.next !== undefined) pending.push({ region: one.region, next: page.next });
    }
    return undefined;
  }

  let stopped: string | undefined;
  try {
    stopped = await readAll();
  } catch (error) {
    stopped = `the look-up failed (${quoted(textAt(error, "name") ?? "unknown error")})`;
  }
  if (read.size === 0) {
    return { sentences: [`CloudTrail's event history could not be read: ${stopped ?? "no answer"}`], failed: true };
  }
  return { sentences: historySentences({ records, regions: [...read], stopped }), failed: false };
}
