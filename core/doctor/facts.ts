import type { Seen } from "./seen";

/** Which management events a trail records. */
export type ManagementEvents = "all" | "read-only" | "write-only" | "none";

/** A trail as CloudTrail describes it. */
export interface TrailFacts {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string | undefined;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly hasValidation: boolean;
  readonly hasGlobalEvents: boolean;
  readonly kmsKeyId?: string | undefined;
  /** Without the trailing `:*`. */
  readonly logGroupArn?: string | undefined;
  readonly bucket?: string | undefined;
  readonly topicArn?: string | undefined;
  readonly status: Seen<{ readonly isLogging: boolean; readonly deliveryError?: string | undefined }>;
  readonly managementEvents: Seen<ManagementEvents>;
}

/** A subscription filter, and where it sends what it lets through. */
export interface SubscriptionFacts {
  readonly name: string;
  readonly destinationArn: string;
}

/** A log group as CloudWatch Logs describes it. */
export interface LogGroupState {
  /** `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`. */
  readonly logGroupClass: string;
  /** Undefined: for ever. */
  readonly retentionDays: number | undefined;
}

/** What masks or changes records on their way. */
export interface MaskingFacts {
  /** Data identifiers that are masked, such as `IpAddress`, by a policy of the log group or of the account. */
  readonly maskedIdentifiers: readonly string[];
  readonly hasTransformer: boolean;
}

/** The log group that the setting `trail.logGroup` names. */
export interface LogGroupFacts {
  readonly name: string;
  /** Undefined where there is no such log group. */
  readonly state: Seen<LogGroupState | undefined>;
  readonly subscriptions: Seen<readonly SubscriptionFacts[]>;
  readonly metricFilters: Seen<readonly { readonly name: string; readonly pattern: string }[]>;
  readonly masking: Seen<MaskingFacts>;
}

/** Where a bucket announces what happens in it: the one notification configuration that it has. */
export interface NotificationFacts {
  readonly arn: string;
  readonly kind: "topic" | "queue" | "function";
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix?: string | undefined;
}

/** The bucket that the setting `trail.bucket` names, and what announces its new log files. */
export interface BucketFacts {
  readonly name: string;
  /** Undefined where there is no such bucket. */
  readonly region: Seen<string | undefined>;
  readonly notifications: Seen<{
    readonly targets: readonly NotificationFacts[];
    readonly sendsToEventBridge: boolean;
  }>;
  /** Where a queue announces: undefined where there is no such queue. */
  readonly queue?: Seen<{ readonly visibilityTimeoutSeconds: number } | undefined> | undefined;
  /** Where a topic announces: false where there is no such topic. */
  readonly topic?: Seen<boolean> | undefined;
}

/** GuardDuty in one region. */
export interface DetectorState {
  readonly isEnabled: boolean;
  /** `FIFTEEN_MINUTES`, `ONE_HOUR` or `SIX_HOURS`. */
  readonly frequency: string;
  /** Made by a stack of Warden. */
  readonly isOwn: boolean;
  /** The account that manages this one; undefined where none does. */
  readonly administrator?: string | undefined;
  /** How many accounts this one manages. */
  readonly members: number;
  /** Lists of somebody else's. */
  readonly threatLists: number;
  readonly trustedLists: number;
}

export interface DetectorFacts {
  readonly region: string;
  /** Undefined where GuardDuty is off. */
  readonly detector: Seen<DetectorState | undefined>;
}

/** A statement of a key's policy. */
export interface KeyStatement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A customer key of KMS. */
export interface KeyFacts {
  /** `Enabled`, or why it can't be used. */
  readonly state: string;
  /** `SYMMETRIC_DEFAULT` encrypts; others don't. */
  readonly spec: string;
  readonly statements: readonly KeyStatement[];
}

/** The organization that the account is in. */
export interface OrganizationFacts {
  readonly id: string;
  readonly managementAccountId: string;
  /** Service principals that this account administers for the organization. Only some accounts may ask. */
  readonly delegatedServices: Seen<readonly string[]>;
  /** Services that may act in all accounts. Only some accounts may ask. */
  readonly trustedServices: Seen<readonly string[]>;
}

/** Who asks, and where the stack would go. */
export interface DoctorPlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** ARN of whoever asks. */
  readonly caller: string;
}

/** How many function invocations may run at once, and how many of them nobody has reserved. */
export interface ConcurrencyFacts {
  readonly quota: number;
  readonly unreserved: number;
}

/** A secret without its value. */
export interface SecretFacts {
  readonly isBeingDeleted: boolean;
  /** The key that it is encrypted with; absent where it is AWS's own for Secrets Manager. */
  readonly kmsKeyId?: string | undefined;
}

/** What IAM's simulation says of one action. */
export interface SimulatedAction {
  readonly action: string;
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** False where the organization's policies are in the way. */
  readonly isAllowedByOrganization: boolean;
}

/** What an account has, as far as it matters for a stack. What nobody asked for is absent. */
export interface AccountFacts {
  readonly place: DoctorPlace;
  /** Whether each of the account's regions is turned on. */
  readonly regions: Seen<Readonly<Record<string, boolean>>>;
  readonly trails: Seen<readonly TrailFacts[]>;
  readonly logGroup?: LogGroupFacts | undefined;
  readonly bucket?: BucketFacts | undefined;
  readonly detectors: readonly DetectorFacts[];
  readonly concurrency?: Seen<ConcurrencyFacts> | undefined;
  /** Names of all functions in the region. */
  readonly functions: Seen<readonly string[]>;
  /** By name or ARN; undefined where there is no such secret. */
  readonly secrets: Readonly<Record<string, Seen<SecretFacts | undefined>>>;
  readonly key?: Seen<KeyFacts | undefined> | undefined;
  readonly organization?: Seen<OrganizationFacts | undefined> | undefined;
  /** Whether the policy is there that bounds the roles. */
  readonly permissionsBoundary?: Seen<boolean> | undefined;
  readonly simulation: Seen<readonly SimulatedAction[]>;
}
