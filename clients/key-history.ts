import { createRequire } from "node:module";

import type { CloudTrailRecord } from "../core/cloudtrail/record";
import { parseLogEvent } from "../core/cloudtrail/envelope";

export interface KeyRecords {
  readonly records: readonly CloudTrailRecord[];
  /** Whether there is more than could be read within the limits. */
  readonly truncated: boolean;
}

/** What a key has done, as the trail's log group has it. */
export interface KeyHistory {
  /** Records of one key between two times, oldest first. Throws what CloudWatch Logs says, or where it takes too long. */
  read(accessKeyId: string, fromMs: number, toMs: number): Promise<KeyRecords>;
}

/** Answers of FilterLogEvents that are read at most: a large log group takes one for every megabyte that it looks through. */
const mostPages = 10;

/** How long one look may take. */
const patienceMs = 3_000;

interface LogsPackage {
  readonly CloudWatchLogsClient: new (configuration: object) => {
    send(
      command: object,
      options: { readonly abortSignal: AbortSignal },
    ): Promise<{ readonly events?: readonly { readonly message?: string }[]; readonly nextToken?: string }>;
  };
  readonly FilterLogEventsCommand: new (input: object) => object;
}

/** Looks into a log group by its name. Loads the client with the first look. */
export function keyHistory(logGroupName: string): KeyHistory {
  const kept: { logs?: LogsPackage; client?: InstanceType<LogsPackage["CloudWatchLogsClient"]> } = {};
  return {
    async read(accessKeyId, fromMs, toMs) {
      if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) throw new Error("not an access key id");
      // From where the runtime keeps the SDK: the project has no copy of this client to check the name against.
      kept.logs ??= createRequire(`${process.cwd()}/`)("@aws-sdk/client-cloudwatch-logs") as LogsPackage;
      const { CloudWatchLogsClient, FilterLogEventsCommand } = kept.logs;
      kept.client ??= new CloudWatchLogsClient({});
      const abortSignal = AbortSignal.timeout(patienceMs);
      const records: CloudTrailRecord[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const command = new FilterLogEventsCommand({
          logGroupName,
          filterPattern: `{ $.userIdentity.accessKeyId = "${accessKeyId}" }`,
          startTime: fromMs,
          endTime: toMs,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        const answer = await kept.client.send(command, { abortSignal });
        for (const { message = "" } of answer.events ?? []) {
          const { record } = parseLogEvent(message);
          if (record !== undefined) records.push(record);
        }
        nextToken = answer.nextToken;
        if (nextToken === undefined) return { records, truncated: false };
      }
      return { records, truncated: true };
    },
  };
}
