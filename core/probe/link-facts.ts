import type { LinkKind } from "./links";

/** What AWS says of a link. Undefined stands for what is not there. */
export interface FactsByKind {
  readonly trail: TrailFacts | undefined;
  /** Trails that write into the log group, as far as they are visible. */
  readonly "trail-of-others": readonly TrailFacts[];
  /** Undefined where the log group is gone. */
  readonly "metric-filter": { readonly filters: readonly FilterFacts[]; readonly sum: number } | undefined;
  readonly alarm: AlarmFacts | undefined;
  readonly "own-alarm": Pick<AlarmFacts, "isOn" | "actions"> | undefined;
  readonly topic: TopicFacts | undefined;
  readonly "log-subscription": { readonly filters: readonly FilterFacts[] } | undefined;
  /** The function's own policy; undefined where nobody may invoke it, or where it is gone. */
  readonly permission: PolicyText | undefined;
  readonly rule: { readonly state: string; readonly targets: readonly string[] } | undefined;
  readonly "topic-subscription": Pick<TopicFacts, "subscriptions"> | undefined;
  /** Undefined where the queue is gone; without a policy, its own account alone may send. */
  readonly queue: { readonly policy: PolicyText | undefined } | undefined;
  /** Event source mappings from the queue to the function, by their states, with what Lambda says of why. */
  readonly "event-source": readonly { readonly state: string; readonly reason: string | undefined }[];
  /** Undefined where the bucket is gone. */
  readonly "bucket-notification": readonly NotificationFacts[] | undefined;
  readonly function: FunctionFacts | undefined;
  readonly url: { readonly signed: number; readonly unsigned: number };
}

/** A policy as JSON. */
export type PolicyText = string;

export interface TrailFacts {
  readonly arn: string;
  readonly isLogging: boolean;
  readonly logGroupArn: string | undefined;
  readonly deliveryError: string | undefined;
}

export interface FilterFacts {
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn?: string;
}

export interface AlarmFacts {
  readonly isOn: boolean;
  readonly actions: readonly string[];
  readonly state: string;
  readonly movedAtMs: number | undefined;
  /** What CloudWatch says of telling topics since the call, oldest first. */
  readonly told: readonly string[];
}

export interface TopicFacts {
  readonly policy: PolicyText | undefined;
  /** Undefined where it has no customer key. */
  readonly keyPolicy: PolicyText | undefined;
  readonly subscriptions: readonly {
    readonly protocol: string;
    readonly endpoint: string;
    readonly isConfirmed: boolean;
  }[];
}

/** What a bucket announces, and where. */
export interface NotificationFacts {
  readonly destinationArn: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export interface FunctionFacts {
  readonly state: string;
  /** Why it is in that state, where Lambda says so. */
  readonly reason: string | undefined;
  /** Messages in its dead-letter queue; undefined where the queue is gone. */
  readonly waiting: number | undefined;
}

/** What is known of a link, or why nothing is. */
export type Looked<Kind extends LinkKind> = { readonly facts: FactsByKind[Kind] } | { readonly unseen: string };
