import { parseLogEvent } from "../../core/cloudtrail/envelope";
import { eventIdOf } from "../../core/cloudtrail/event-id";
import type { WidenedCaller } from "../../core/profiles/request";
import { requestOf } from "../../core/profiles/request";
import { readInputs } from "../../local/input/read-inputs";
import { logEvents } from "../../clients/log-events";
import { progressBar } from "../progress-bar";
import { GatheredRequests } from "./gathered-requests";

/** What every id of a long-term key begins with. */
const keyPrefix = "AKIA";

export interface Wanted {
  /** Only requests with this key. */
  readonly key: string | undefined;
  /** Callers that the settings take in beside IAM users. */
  readonly include: readonly WidenedCaller[];
}

export interface ReadRequests {
  readonly requests: GatheredRequests;
  /** CloudTrail records read, of any caller. */
  readonly records: number;
  readonly unreadable: number;
}

/**
 * Gathers the requests in files, folders, standard input and S3. What can't be read is named on standard error. Where nobody
 * asks when the last event was, records without a long-term key are not read.
 */
export async function requestsInPaths(
  paths: readonly string[],
  { key, include }: Wanted,
  { knowsLast }: { readonly knowsLast: boolean },
): Promise<ReadRequests> {
  const requests = new GatheredRequests();
  const bar = progressBar(process.stderr);
  const counts = await readInputs(
    paths,
    {
      item: (item) => {
        if (item.kind !== "cloudtrail") return;
        requests.note(item.atMs);
        const request = requestOf(item.record, include, item.atMs);
        if (request === undefined || (key !== undefined && request.accessKeyId !== key)) return;
        requests.add(eventIdOf(item.record) ?? item.logEventId ?? item.origin, request);
      },
      unreadable: ({ origin, why }) => bar.line(`${origin}: ${why}`),
      progress: (bytesRead, bytesTotal) => bar.show(bytesRead, bytesTotal),
    },
    { stdin: process.stdin, ...(knowsLast ? {} : { holding: key ?? keyPrefix }) },
  );
  bar.end();
  if (counts.ignoredFiles > 0) process.stderr.write(`${counts.ignoredFiles} other files ignored\n`);
  return { requests, records: counts.records, unreadable: counts.unreadable };
}

/** Gathers the requests in a deployed log group, from one time to another. Throws what CloudWatch Logs says. */
export async function requestsInLogGroup(
  logGroupName: string,
  { key, include }: Wanted,
  fromMs: number,
  toMs: number,
): Promise<ReadRequests> {
  const requests = new GatheredRequests();
  const pattern = `{ $.userIdentity.accessKeyId = "${key ?? `${keyPrefix}*`}" }`;
  let records = 0;
  let unreadable = 0;
  try {
    for await (const { id, atMs, message } of logEvents(logGroupName, pattern, fromMs, toMs)) {
      const { record } = parseLogEvent(message);
      if (record === undefined) {
        unreadable += 1;
        process.stderr.write(`log event ${id}: no record\n`);
        continue;
      }
      records += 1;
      const request = requestOf(record, include, atMs);
      if (request !== undefined) requests.add(eventIdOf(record) ?? id, request);
    }
  } catch (error) {
    requests.close();
    throw error;
  }
  return { requests, records, unreadable };
}
