import type { Signal } from "../../core/actions/action";
import { shownAt } from "../../core/cloudtrail/field";
import { principalOf } from "../../core/cloudtrail/identity";
import { serviceOfHost } from "../../core/cloudtrail/partition";
import { textAt } from "../../core/cloudtrail/record";
import type { SuspectCall } from "../../core/keys/sort-calls";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";

/** A message names so many events at most; all of them are in the log group. */
const mostEventIds = 200;

/**
 * The message about a key, with the newest of the calls as the one that is shown. There is at least one call. Signals may be of
 * earlier calls, too.
 */
export function suspiciousKeyOf(
  accessKeyId: string,
  calls: readonly SuspectCall[],
  signals: readonly Signal[],
): SuspiciousKey {
  const newest = calls.reduce((latest, call) => (call.atMs >= latest.atMs ? call : latest));
  const { record } = newest;
  const { type, account } = principalOf(record);
  const userName = type === "IAMUser" ? textAt(record, "userIdentity", "userName") : undefined;
  const service = shownAt(record, "eventSource") ?? "unknown";
  const userAgent = shownAt(record, "userAgent");
  const region = textAt(record, "awsRegion");
  const isUnknown = [...calls, ...signals].some(({ doubt }) => doubt === "unknown-origin");
  return {
    accessKeyId,
    ...(userName === undefined ? {} : { userName }),
    ...(account === undefined ? {} : { account }),
    principalType: type,
    signals,
    ...(newest.country === undefined ? {} : { country: newest.country }),
    ...(newest.address === "" ? {} : { address: newest.address }),
    // One machine of AWS's among the callers is enough for a doubt about whose they are.
    awsOwned: [...calls, ...signals].some(({ doubt }) => doubt === "aws-owned-address"),
    ...(isUnknown ? { originUnknown: true } : {}),
    eventIds: calls.slice(0, mostEventIds).map(({ eventId }) => eventId),
    seenAtMs: newest.atMs,
    ...(userAgent === undefined ? {} : { userAgent }),
    event: `${serviceOfHost(service) ?? service}:${shownAt(record, "eventName") ?? "unknown"}`,
    ...(region === undefined ? {} : { region }),
  };
}
