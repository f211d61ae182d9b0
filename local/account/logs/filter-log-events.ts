import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { optionalText, refuseOtherFields } from "../input-fields";
import type { FoundLogEvent } from "../log-source";
import { ServiceError } from "../service-error";
import type { AccountView, Input, Plan } from "../types";
import { pageToken, readPageToken } from "./page-token";

/** CloudWatch Logs API Reference, FilterLogEvents: 1 to 10,000 events, 10,000 when not said. */
const MOST_EVENTS = 10_000;
const FIELDS: readonly string[] = [
  ...["logGroupName", "logGroupIdentifier", "logStreamNames", "logStreamNamePrefix", "startTime", "endTime"],
  ...["filterPattern", "nextToken", "limit", "interleaved", "unmask"],
];

const refusal = (message: string) => new ServiceError("InvalidParameterException", message);

/**
 * Finds what had been delivered by the clock, in order of time. As in the service a page may be empty and not the last:
 * only the absence of `nextToken` says that all was searched.
 */
export function planFilterLogEvents(
  input: Input,
  nowMs: number,
  account: AccountView,
  groups: ReadonlySet<string>,
): Plan {
  refuseOtherFields(input, "FilterLogEvents", FIELDS, refusal);
  const logGroup = readLogGroup(input);
  const pattern = readPattern(input);
  const streams = readStreams(input);
  const streamPrefix = optionalText(input, "logStreamNamePrefix", refusal);
  if (streams !== undefined && streamPrefix !== undefined) {
    throw refusal("LogStreamNames and LogStreamNamePrefix cannot both be specified.");
  }
  const limit = readNumber(input, "limit", 1, MOST_EVENTS) ?? MOST_EVENTS;
  const fromMs = readNumber(input, "startTime", 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const toMs = readNumber(input, "endTime", 0, Number.MAX_SAFE_INTEGER) ?? nowMs;
  const query = { logGroup, pattern, streams, streamPrefix, fromMs, toMs: Math.min(toMs, nowMs) };
  const question = JSON.stringify({ ...query, toMs: input["endTime"] });
  const position = readPageToken(optionalText(input, "nextToken", refusal), question);
  if (position === undefined) throw refusal("The specified nextToken is invalid.");
  const { region, accountId } = account;
  const arn = `arn:${partitionOfRegion(region).name}:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:`;
  return {
    needs: [{ action: "logs:FilterLogEvents", resourceArn: arn }],
    run: () => {
      if (!groups.has(logGroup)) {
        throw new ServiceError("ResourceNotFoundException", "The specified log group does not exist.");
      }
      const page = account.logs?.read({ ...query, position, limit }) ?? { events: [] };
      const next = page.next === undefined ? {} : { nextToken: pageToken(page.next, question) };
      return { events: page.events.map(describe), searchedLogStreams: [], ...next };
    },
  };
}

function describe({ id, stream, atMs, message }: FoundLogEvent) {
  return { logStreamName: stream, timestamp: atMs, message, ingestionTime: atMs, eventId: id };
}

/** By name, or by name or ARN in the newer parameter. */
function readLogGroup(input: Input): string {
  const name = optionalText(input, "logGroupName", refusal);
  const identifier = optionalText(input, "logGroupIdentifier", refusal);
  const chosen = name ?? identifier?.replace(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "");
  if (chosen === undefined || chosen === "" || (name !== undefined && identifier !== undefined)) {
    throw refusal("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  }
  return chosen;
}

function readPattern(input: Input): string {
  const pattern = optionalText(input, "filterPattern", refusal) ?? "";
  try {
    parseFilterPattern(pattern);
  } catch (error) {
    throw refusal(`Invalid filter pattern: ${error instanceof Error ? error.message : String(error)}`);
  }
  return pattern;
}

function readStreams(input: Input): readonly string[] | undefined {
  const streams = input["logStreamNames"];
  if (streams === undefined) return undefined;
  const all: readonly unknown[] = Array.isArray(streams) ? streams : [];
  const names = all.filter((name) => typeof name === "string");
  // "LogStreamNames: 1 to 100 items."
  if (names.length !== all.length || names.length === 0 || names.length > 100) {
    throw refusal("LogStreamNames has to be 1 to 100 names.");
  }
  return names;
}

function readNumber(input: Input, field: string, least: number, most: number): number | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw refusal(`The parameter ${field} is not a whole number from ${least} to ${most}`);
  }
  return value;
}
