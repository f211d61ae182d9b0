import { textAt, valueAt } from "../cloudtrail/record";
import type { FindingActor } from "./actors";
import { actorsOf } from "./actors";
import type { FindingCall } from "./call";
import { callOf } from "./call";
import { sampleMarkOf } from "./sample";

/**
 * A finding of GuardDuty as far as people and the playbook need it. Texts in it may be of an attacker's choosing; what the
 * finding lacks is undefined.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
 */
export interface Finding {
  /** The same in each repeat, and in the administrator's account as in the member's. */
  readonly id: string;
  /** For example `UnauthorizedAccess:IAMUser/TorIPCaller`; "unknown" where it has none. */
  readonly type: string;
  /** The account that it is about, which is not always the one that the event comes from. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** From 1 to 10. */
  readonly severity: number | undefined;
  /** GuardDuty's own words. */
  readonly title: string | undefined;
  /** When GuardDuty last wrote it. */
  readonly updatedAtMs: number | undefined;
  readonly firstSeenAtMs: number | undefined;
  readonly lastSeenAtMs: number | undefined;
  /** How often it was seen, 1 at least. */
  readonly count: number;
  /** By what it shows to be a sample, in words; undefined for a real one. */
  readonly sample: string | undefined;
  readonly isArchived: boolean;
  /** Whether it tells of several steps, perhaps of several actors. */
  readonly isAttackSequence: boolean;
  /** The credentials that it names, each once. */
  readonly actors: readonly FindingActor[];
  readonly call: FindingCall;
  /** What was acted on, where it names that: an instance, buckets, else the kind of resource. */
  readonly resources: readonly string[];
}

/** GuardDuty's severities from this on are high. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export const highSeverity = 7;

/** Reads an EventBridge event of GuardDuty. Undefined for an event of another kind; throws an Error where it is one without an id. */
export function findingOf(event: unknown): Finding | undefined {
  if (textAt(event, "source") !== "aws.guardduty" || textAt(event, "detail-type") !== "GuardDuty Finding") {
    return undefined;
  }
  const detail = valueAt(event, "detail");
  const id = textAt(detail, "id");
  if (id === undefined) throw new Error("malformed GuardDuty finding: it has no id");
  const type = textAt(detail, "type") ?? "unknown";
  const account = textAt(detail, "accountId") ?? textAt(event, "account");
  const severity = Number(textAt(detail, "severity") ?? NaN);
  const count = Number(textAt(detail, "service", "count") ?? 1);
  const actors = actorsOf(detail, account);
  return {
    id,
    type,
    account,
    region: textAt(detail, "region") ?? textAt(event, "region"),
    severity: Number.isFinite(severity) ? severity : undefined,
    title: textAt(detail, "title"),
    updatedAtMs: timeAt(detail, "updatedAt") ?? timeAt(detail, "createdAt") ?? timeAt(event, "time"),
    firstSeenAtMs: timeAt(detail, "service", "eventFirstSeen") ?? timeAt(detail, "createdAt"),
    lastSeenAtMs: timeAt(detail, "service", "eventLastSeen"),
    count: Number.isFinite(count) && count >= 1 ? Math.trunc(count) : 1,
    sample: sampleMarkOf(detail),
    isArchived: textAt(detail, "service", "archived") === "true",
    isAttackSequence: type.startsWith("AttackSequence:"),
    actors,
    call: callOf(detail),
    resources: resourcesOf(valueAt(detail, "resource")),
  };
}

export function isHigh({ severity }: Pick<Finding, "severity">): boolean {
  return severity !== undefined && severity >= highSeverity;
}

function timeAt(value: unknown, ...path: readonly string[]): number | undefined {
  const atMs = Date.parse(textAt(value, ...path) ?? "");
  return Number.isFinite(atMs) ? atMs : undefined;
}

const mostResources = 5;

function resourcesOf(resource: unknown): string[] {
  const buckets = valueAt(resource, "s3BucketDetails");
  const names = (Array.isArray(buckets) ? (buckets as unknown[]) : []).flatMap(
    (bucket) => textAt(bucket, "name") ?? [],
  );
  const instance = textAt(resource, "instanceDetails", "instanceId");
  const named = [
    ...(instance === undefined ? [] : [`instance ${instance}`]),
    ...names.map((name) => `bucket ${name}`),
  ].slice(0, mostResources);
  const kind = textAt(resource, "resourceType");
  return named.length > 0 || kind === undefined || kind === "AccessKey" ? named : [kind];
}
