import { callLimits } from "./call-limits";

/** One event of a log group. */
export interface FoundLogEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly message: string;
}

/**
 * How often a call is tried: an account may look five or ten times a second, and others look too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const maxAttempts = 8;

/**
 * All events of a log group that a filter pattern takes, from one time to another, both included, as CloudWatch Logs gives
 * them: page by page, for whoever has the time to wait for all. Throws what it says.
 */
export async function* logEvents(
  logGroupName: string,
  filterPattern: string,
  startTime: number,
  endTime: number,
): AsyncGenerator<FoundLogEvent> {
  const { CloudWatchLogsClient, FilterLogEventsCommand } =
    require("@aws-sdk/client-cloudwatch-logs") as typeof import("@aws-sdk/client-cloudwatch-logs");
  const client = new CloudWatchLogsClient({ ...callLimits, maxAttempts });
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({ logGroupName, filterPattern, startTime, endTime, nextToken }),
    );
    for (const { eventId = "", timestamp = 0, message = "" } of page.events ?? []) {
      yield { id: eventId, atMs: timestamp, message };
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
