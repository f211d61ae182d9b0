import type { Organization } from "../organization/organization";
import type { WidenedCaller } from "../profiles/request";
import type { ActionName, BenchmarkAlarmNumber, Mode } from "./names";

/** Threshold (a sum) and period of a CloudWatch alarm. */
export interface AlarmConfiguration {
  readonly threshold: number;
  readonly periodSeconds: number;
}

/** How names, units and tags of accounts are looked up in AWS Organizations. */
export interface AccountLookUp {
  /** Keys of the tags that name an account's owner and environment. */
  readonly ownerTag: string;
  readonly environmentTag: string;
  /** Who may look; undefined where the stack's own account is the organization's management account. */
  readonly role?: { readonly arn: string; readonly externalIdSecret: string };
}

/** Where CloudTrail's records come from. `subscriptions`: slots of the log group that Warden may use (2, 1 or 0). */
export type TrailConfiguration =
  | { readonly kind: "create"; readonly organization: boolean; readonly subscriptions: number }
  | { readonly kind: "log-group"; readonly logGroup: string; readonly subscriptions: number }
  | {
      readonly kind: "bucket";
      readonly bucket: string;
      /** "" for the whole bucket. */
      readonly prefix: string;
      readonly announcedBy:
        { readonly kind: "queue"; readonly queueArn: string } | { readonly kind: "topic"; readonly topicArn: string };
      /** Key that the log files are encrypted with; absent where S3's own is. */
      readonly kmsKeyArn?: string | undefined;
    };

/** How Slack is reached. No secret is in it: `stack-webhook` means that the program puts `slackWebhook` into a secret. */
export type SlackDestination =
  | { readonly kind: "off" }
  | { readonly kind: "webhook"; readonly webhookSecret: string }
  | { readonly kind: "stack-webhook" }
  | { readonly kind: "app"; readonly tokenSecret: string; readonly channel: string };

export interface SlackConfiguration {
  readonly destination: SlackDestination;
  readonly signingSecret?: string | undefined;
  readonly approvers: readonly string[];
  readonly maxPostsPerHour: number;
  readonly interactive: boolean;
}

/** Denials that are counted and not posted. All matchers that are given must match; `*` stands for any characters. */
export interface MuteConfiguration {
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly source?: string | undefined;
  readonly event?: string | undefined;
  readonly principal?: string | undefined;
  readonly account?: string | undefined;
  readonly address?: string | undefined;
  readonly error?: string | undefined;
  /** `YYYY-MM-DD`: the mute holds to the end of that day in UTC. */
  readonly expires?: string | undefined;
}

export interface DenialsConfiguration {
  readonly alarm: AlarmConfiguration;
  readonly mute: readonly MuteConfiguration[];
  readonly builtInMutes: boolean;
  readonly window: string;
  readonly windowSeconds: number;
}

/** What no action touches. `value` of a tag is `KEY` or `KEY=VALUE`. */
export interface ProtectedSubject {
  readonly kind: "user" | "role" | "key" | "group" | "tag";
  readonly value: string;
}

/** Modes of some actions in one account, in the accounts of a unit and of those below it, or in those with a tag (`KEY` or `KEY=VALUE`). */
export interface ModeOverride {
  readonly subject: "account" | "unit" | "tag";
  readonly value: string;
  readonly modes: Readonly<Partial<Record<ActionName, Mode>>>;
}

export interface ActionsConfiguration {
  readonly maxEventAge: string;
  readonly maxEventAgeSeconds: number;
  readonly perAccountPerHour: number;
  readonly perHour: number;
  readonly quietFor: string;
  readonly quietForSeconds: number;
}

export type AddressList =
  { readonly kind: "entries"; readonly entries: readonly string[] } | { readonly kind: "url"; readonly url: string };

export interface GuardDutyConfiguration {
  readonly detector: "create" | "existing" | "none";
  /** Finding type, or the beginning of one, to mode. */
  readonly findings: Readonly<Record<string, Mode>>;
  readonly minSeverity: number;
  readonly threatList?: AddressList | undefined;
  readonly trustedList?: AddressList | undefined;
}

/** What may be open to the world, and how often all security groups are looked through. */
export interface IngressConfiguration {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  readonly icmp: boolean;
  readonly exempt: { readonly groups: readonly string[]; readonly vpcs: readonly string[] };
  readonly schedule: string;
}

export interface ProfilesConfiguration {
  readonly weights: { readonly ip: number; readonly agent: number; readonly region: number; readonly event: number };
  readonly threshold: number;
  readonly include: readonly WidenedCaller[];
  readonly learnFor: string;
  readonly learnForSeconds: number;
  readonly forgetAfter: string;
  readonly forgetAfterSeconds: number;
}

/** Where tickets are kept. No secret is in it. */
export interface JiraConfiguration {
  readonly url: string;
  readonly project: string;
  readonly issueType: string;
  readonly user: string;
  readonly tokenSecret: string;
  /** Secret that Jira signs its webhook with; absent: no address is opened for one. */
  readonly callbackSecret?: string | undefined;
}

/** What a SIEM is given to pull. */
export interface SiemConfiguration {
  /** Whether a queue announces the trail's new log files. */
  readonly logFiles: boolean;
  /** Topic that announces the log files of a trail that is not the stack's own. */
  readonly topic?: string | undefined;
  readonly readers: readonly string[];
  readonly visibilityTimeout: string;
  readonly visibilityTimeoutSeconds: number;
  readonly maxReceiveCount: number;
}

export interface SelfWatchConfiguration {
  readonly errors: boolean;
  readonly throttles: boolean;
  readonly deliveries: boolean;
  readonly silentAfter: string;
  /** Absent where silence is not watched. */
  readonly silentAfterHours?: number | undefined;
}

/**
 * Every setting, checked and with its default filled in; plain data without secrets. A key that is absent has no value
 * to stand for it: `accounts` and `regions` depend on where the stack is deployed, the rest is off.
 */
export interface Configuration {
  readonly trail: TrailConfiguration;
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly emails: readonly string[];
  readonly complianceEmails: readonly string[];
  readonly slack: SlackConfiguration;
  readonly memberRole?: { readonly role: string; readonly externalIdSecret: string } | undefined;
  /** What is known of accounts beside their ids. */
  readonly organization?: Organization | undefined;
  /** How AWS Organizations is asked for what `organization` does not say; undefined where it is not. */
  readonly accountLookUp?: AccountLookUp | undefined;
  /** Access portal of IAM Identity Center that console links lead through. */
  readonly portal?: { readonly url: string; readonly role: string } | undefined;
  readonly compliance: "securityhub" | "cis6" | "both" | "none";
  readonly denials: DenialsConfiguration;
  readonly allowedCountries?: readonly string[] | undefined;
  readonly allowedNetworks: readonly string[];
  readonly geo: { readonly source: string; readonly maxAgeDays: number };
  readonly modes: Readonly<Record<ActionName, Mode>>;
  readonly modeOverrides: readonly ModeOverride[];
  readonly signalsToEnforce: number;
  readonly protected: readonly ProtectedSubject[];
  readonly actions: ActionsConfiguration;
  readonly guardDuty: GuardDutyConfiguration;
  readonly ingress: IngressConfiguration;
  readonly profiles: ProfilesConfiguration;
  readonly benchmarkAlarms: Readonly<Record<BenchmarkAlarmNumber, false | AlarmConfiguration>>;
  readonly jira?: JiraConfiguration | undefined;
  readonly splunk?: { readonly hecUrl: string; readonly tokenSecret: string } | undefined;
  readonly siem: SiemConfiguration;
  readonly selfWatch: SelfWatchConfiguration;
  readonly dashboard: boolean;
  /** Ends with a slash. */
  readonly runbooks?: string | undefined;
  readonly suspiciousKeys: { readonly publishers: readonly string[] };
  readonly evidence: { readonly retainOnDestroy: boolean; readonly protect: boolean };
  readonly retentionDays: number;
  readonly reservedConcurrency: "auto" | "off";
  readonly permissionsBoundary?: string | undefined;
  readonly rolePath?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Dollars a month that the stack may cost, where there is a limit, and the volume that the estimate is for. */
  readonly cost: { readonly maxMonthly?: number | undefined; readonly eventsPerDay: number };
}
