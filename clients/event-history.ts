import type { CloudTrailRecord } from "../core/cloudtrail/record";
import { callLimits } from "./call-limits";
import { perRegion } from "./per-region";

/** One page of CloudTrail's event history, newest event first. */
export interface HistoryPage {
  readonly records: readonly CloudTrailRecord[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Which events are asked for. Times in milliseconds since 1970, both included. */
export interface HistoryQuestion {
  readonly accessKeyId: string;
  readonly region: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** CloudTrail's event history: management events of ninety days, each region its own. */
export interface EventHistory {
  /** Throws what CloudTrail says. */
  page(question: HistoryQuestion, next: string | undefined): Promise<HistoryPage>;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const mostEvents = 50;

/** Loads the client with the first question. */
export function eventHistory(): EventHistory {
  const cloudTrail = () => require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");
  const clientIn = perRegion((region) => new (cloudTrail().CloudTrailClient)({ ...callLimits, region }));
  return {
    async page({ accessKeyId, region, fromMs, toMs }, NextToken) {
      const { LookupEventsCommand } = cloudTrail();
      const answer = await clientIn(region).send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "AccessKeyId", AttributeValue: accessKeyId }],
          StartTime: new Date(fromMs),
          EndTime: new Date(toMs),
          MaxResults: mostEvents,
          NextToken,
        }),
      );
      const records = (answer.Events ?? []).flatMap(({ CloudTrailEvent }) => recordIn(CloudTrailEvent));
      return answer.NextToken === undefined ? { records } : { records, next: answer.NextToken };
    },
  };
}

function recordIn(text: string | undefined): CloudTrailRecord[] {
  try {
    const record: unknown = JSON.parse(text ?? "");
    return typeof record === "object" && record !== null ? [record as CloudTrailRecord] : [];
  } catch {
    return [];
  }
}
