import type { TrailFacts } from "./facts";
import type { DoctorLine, WeakPoint } from "./line";
import { lineWith } from "./line";
import { isOwnTrail, ownerOf } from "./own-names";
import type { Seen } from "./seen";
import { isSeen } from "./seen";

/** A line for one trail: whose it is and how it is set, and where Warden would read it, what is missing. */
export function trailLine(trail: TrailFacts, accountId: string, isRead: boolean): DoctorLine {
  const points = isRead ? weakPoints(trail, accountId) : [];
  return lineWith(`trail ${trail.name}`, wordsOf(trail, accountId), points);
}

function wordsOf(trail: TrailFacts, accountId: string): string {
  const { isMultiRegion, hasValidation, kmsKeyId, status, logGroupArn, homeRegion, topicArn } = trail;
  const logging = isSeen(status) ? (status.value.isLogging ? "logging" : "logging is off") : "logging unknown";
  return [
    ownerWords(trail, accountId),
    `home region ${homeRegion ?? "unknown"}`,
    isMultiRegion ? "all regions" : "one region",
    hasValidation ? "log files validated" : "log files not validated",
    kmsKeyId === undefined ? "encrypted by S3 alone" : "encrypted with a key",
    logging,
    logGroupArn === undefined ? "no log group" : `log group ${logGroupArn.split(":").slice(6).join(":")}`,
    ...(topicArn === undefined ? [] : [`new files announced to ${topicArn}`]),
  ].join(", ");
}

function ownerWords(trail: TrailFacts, accountId: string): string {
  const owner = ownerOf(trail);
  if (trail.isOrganization)
    return `the organization's, owned by account ${owner}${owner === accountId ? " (this one)" : ""}`;
  if (owner !== accountId) return `owned by account ${owner}`;
  return isOwnTrail(trail) ? "made by Warden" : "this account's own";
}

function weakPoints(trail: TrailFacts, accountId: string): WeakPoint[] {
  const update = (option: string) =>
    `aws cloudtrail update-trail --region ${trail.homeRegion ?? "REGION"} --name ${trail.arn} ${option}`;
  const missing = (lacks: boolean, follows: string, option: string): WeakPoint[] =>
    lacks ? [{ level: "warns", follows, do: update(option) }] : [];
  return [
    ...loggingPoints(trail),
    ...eventPoints(trail),
    ...missing(!trail.isMultiRegion, "calls in other regions are not seen", "--is-multi-region-trail"),
    ...missing(!trail.hasGlobalEvents, "calls of IAM and STS are not seen", "--include-global-service-events"),
    ...missing(!trail.hasValidation, "nobody can tell an altered log file", "--enable-log-file-validation"),
    ...(trail.kmsKeyId === undefined
      ? [{ level: "notes", follows: "Security Hub's CloudTrail.2 wants a key" } as const]
      : []),
    ...(ownerOf(trail) === accountId
      ? []
      : [{ level: "notes", follows: "restart-trail can tell that it was stopped, and not start it again" } as const]),
  ];
}

function loggingPoints({ status, arn, homeRegion }: TrailFacts): WeakPoint[] {
  if (!isSeen(status)) return [unseenPoint("whether it logs", status)];
  const { isLogging, deliveryError } = status.value;
  const start = `aws cloudtrail start-logging --region ${homeRegion ?? "REGION"} --name ${arn}`;
  return [
    ...(isLogging ? [] : [{ level: "fails", follows: "nothing arrives from it", do: start } as const]),
    ...(deliveryError === undefined
      ? []
      : [{ level: "warns", follows: `its last log file was not delivered (${deliveryError})` } as const]),
  ];
}

function eventPoints({ managementEvents: events }: TrailFacts): WeakPoint[] {
  if (!isSeen(events)) return [unseenPoint("which events it records", events)];
  const choose = "record all management events (aws cloudtrail put-event-selectors)";
  switch (events.value) {
    case "all":
      return [];
    case "none":
      return [{ level: "fails", follows: "it records no management events, so no call is watched", do: choose }];
    case "read-only":
      return [
        { level: "warns", follows: "it records reads alone: calls that change something are not seen", do: choose },
      ];
    case "write-only":
      return [{ level: "warns", follows: "it records changes alone: denied reads are not seen", do: choose }];
  }
}

function unseenPoint(what: string, seen: Exclude<Seen<unknown>, { readonly value: unknown }>): WeakPoint {
  return {
    level: "unseen",
    follows: `${what} could not be seen (${seen.why ?? `it needs ${seen.needs.join(", ")}`})`,
  };
}
