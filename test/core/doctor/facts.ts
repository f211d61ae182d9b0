import { parseConfiguration } from "../../../core/configuration/parse";
import type { Configuration } from "../../../core/configuration/configuration";
import type { AccountFacts, BucketFacts, DetectorState, LogGroupFacts, TrailFacts } from "../../../core/doctor/facts";
import type { DoctorLine, Level } from "../../../core/doctor/line";
import type { Unseen } from "../../../core/doctor/seen";

export const accountId = "111122223333";
export const otherAccount = "999988887777";
export const region = "eu-west-1";

export const place = {
  accountId,
  region,
  partition: "aws",
  caller: `arn:aws:iam::${accountId}:user/dana`,
};

/** A checked configuration: a created trail, unless the settings name another. */
export function configured(settings: Readonly<Record<string, unknown>> = {}): Configuration {
  const parsed = parseConfiguration({ trail: { create: true }, ...settings });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.configuration;
}

export function refused(action: string): Unseen {
  return { needs: [action] };
}

/** A trail of this account as Security Hub wants it, writing into the log group `audit` and the bucket `audit-logs`. */
export function trail(changes: Partial<TrailFacts> = {}): TrailFacts {
  return {
    arn: `arn:aws:cloudtrail:${region}:${accountId}:trail/audit`,
    name: "audit",
    homeRegion: region,
    isMultiRegion: true,
    isOrganization: false,
    hasValidation: true,
    hasGlobalEvents: true,
    kmsKeyId: `arn:aws:kms:${region}:${accountId}:key/one`,
    logGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:audit`,
    bucket: "audit-logs",
    status: { value: { isLogging: true } },
    managementEvents: { value: "all" },
    ...changes,
  };
}

/** The log group `audit`, with nobody in it. */
export function logGroup(changes: Partial<LogGroupFacts> = {}): LogGroupFacts {
  return {
    name: "audit",
    state: { value: { logGroupClass: "STANDARD", retentionDays: 365 } },
    subscriptions: { value: [] },
    metricFilters: { value: [] },
    masking: { value: { maskedIdentifiers: [], hasTransformer: false } },
    ...changes,
  };
}

export function bucket(changes: Partial<BucketFacts> = {}): BucketFacts {
  return {
    name: "audit-logs",
    region: { value: region },
    notifications: { value: { targets: [], sendsToEventBridge: false } },
    ...changes,
  };
}

/** A detector that nobody manages, as Warden would have it. */
export function detector(changes: Partial<DetectorState> = {}): DetectorState {
  return {
    isEnabled: true,
    frequency: "FIFTEEN_MINUTES",
    isOwn: false,
    members: 0,
    threatLists: 0,
    trustedLists: 0,
    ...changes,
  };
}

/** An account in which nothing stands in the way of a stack that creates its trail. */
export function account(changes: Partial<AccountFacts> = {}): AccountFacts {
  return {
    place,
    regions: { value: { [region]: true, "us-east-1": true, "ap-east-1": false } },
    trails: { value: [] },
    detectors: [],
    concurrency: { value: { quota: 1_000, unreserved: 1_000 } },
    functions: { value: [] },
    secrets: {},
    organization: { value: undefined },
    simulation: { value: [{ action: "lambda:CreateFunction", decision: "allowed", isAllowedByOrganization: true }] },
    ...changes,
  };
}

export function levelsOf(lines: readonly DoctorLine[]): Level[] {
  return lines.map(({ level }) => level);
}

/** All that a line says. */
export function textOf({ about, found, follows = "", do: remedy = "" }: DoctorLine): string {
  return [about, found, follows, remedy].join(" | ");
}

/** The one line of a level; throws where there is none or another. */
export function onlyLine(lines: readonly DoctorLine[], level: Level): string {
  const [line, ...others] = lines.filter((one) => one.level === level);
  if (line === undefined || others.length > 0)
    throw new Error(`expected one line that ${level}: ${JSON.stringify(lines, null, 2)}`);
  return textOf(line);
}
