import type { FilterLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";

import type { CloudTrailRecord } from "../core/cloudtrail/record";
import { parseLogEvent } from "../core/cloudtrail/envelope";
import { callLimits } from "./call-limits";

export interface FoundRecords {
  readonly records: readonly CloudTrailRecord[];
  /** Whether there is more than could be read within the limits. */
  readonly truncated: boolean;
}

/** The trail's log group, to look for records in. */
export interface TrailLog {
  /**
   * Records that a filter pattern takes, of log events from one time to another, both included, oldest first. Throws what
   * CloudWatch Logs says, or that it takes too long, where there is no first answer; what fails later truncates.
   */
  find(filterPattern: string, fromMs: number, toMs: number): Promise<FoundRecords>;
}

/** Answers of FilterLogEvents that are read at most: a large log group takes one for every megabyte that it looks through. */
const mostPages = 10;

/** How long one look may take. */
const patienceMs = 3_000;

/** Looks into a log group by its name. Loads the client with the first look. */
export function trailLog(logGroupName: string): TrailLog {
  const kept: { client?: import("@aws-sdk/client-cloudwatch-logs").CloudWatchLogsClient } = {};
  return {
    async find(filterPattern, startTime, endTime) {
      const { CloudWatchLogsClient, FilterLogEventsCommand } =
        require("@aws-sdk/client-cloudwatch-logs") as typeof import("@aws-sdk/client-cloudwatch-logs");
      kept.client ??= new CloudWatchLogsClient(callLimits);
      const { client } = kept;
      const abortSignal = AbortSignal.timeout(patienceMs);
      const ask = (nextToken: string | undefined) =>
        client.send(new FilterLogEventsCommand({ logGroupName, filterPattern, startTime, endTime, nextToken }), {
          abortSignal,
        });
      let answer = await ask(undefined);
      const records = recordsOf(answer);
      for (let page = 1; page < mostPages && answer.nextToken !== undefined; page += 1) {
        try {
          answer = await ask(answer.nextToken);
        } catch {
          break;
        }
        records.push(...recordsOf(answer));
      }
      return { records, truncated: answer.nextToken !== undefined };
    },
  };
}

function recordsOf({ events = [] }: FilterLogEventsCommandOutput): CloudTrailRecord[] {
  return events.flatMap(({ message = "" }) => {
    const { record } = parseLogEvent(message);
    return record === undefined ? [] : [record];
  });
}
