import type { ActionName, Mode } from "../configuration/names";

/** What comes of an action, as effects and messages say it. */
export type Verdict = "done" | "notify" | "ask" | "skip" | "refused" | "failed";

/** What an action is about: the thing that it would change. */
export interface Subject {
  readonly kind: "key" | "user" | "role" | "rule" | "trail" | "bucket" | "part";
  /** Access key id, user or role name, rule id, trail ARN, bucket name, name of a part of Warden itself. */
  readonly id: string;
  /** Account that the thing is in; undefined where AWS does not say whose it is. */
  readonly account: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Observations that speak against a key or a role, each kind of a source of its own. Two of a kind are one.
 * A leak announced by AWS counts for two (`weightOf`).
 */
export const signalKinds = Object.freeze([
  "country",
  "profile",
  "denial-burst",
  "guardduty",
  "siem",
  "exposed",
] as const);
export type SignalKind = (typeof signalKinds)[number];

export interface Signal {
  readonly kind: SignalKind;
  /** Time of the event that it was seen in. */
  readonly atMs: number;
  /** What was seen, in words for people; may hold text of a caller's choosing. */
  readonly text: string;
  /** Why what it was seen in may be asked about and no more; absent where nothing is doubtful about its origin. */
  readonly doubt?: OriginDoubt | undefined;
}

/** What makes a place say too little about who calls from there for anything to be changed unasked. */
export type OriginDoubt = Extract<AskReason, "aws-owned-address" | "unknown-origin">;

/** Why a thing may not be touched at all. */
export type RefusalReason =
  | "temporary-credentials"
  | "root"
  | "not-a-user"
  | "not-an-access-key"
  | "unknown-account"
  | "account-not-listed"
  | "account-out-of-reach"
  | "role-not-assumable"
  | "unknown-owner"
  | "owner-mismatch"
  | "protected"
  | "exempt"
  | "deploying-principal"
  | "service-linked"
  | "single-sign-on"
  | "other-home-region";

/** Why there is nothing to do. */
export type SkipReason = "already-so" | "already-handled" | "gone" | "own-deployment" | "not-public" | "blocked-above";

/** Why only a person may decide. */
export type AskReason =
  | "mode-approve"
  | "recently-good-use"
  | "use-unknown"
  | "aws-owned-address"
  | "unknown-origin"
  | "website"
  | "several-actors"
  | "new-key"
  | "active-again";

/** Why people are told and nothing is changed. */
export type NotifyReason =
  | "mode-notify"
  | "paused"
  | "pause-unreadable"
  | "stale"
  | "single-signal"
  | "cap-of-account"
  | "cap-of-all"
  | "cap-unreadable"
  | "record-unwritable"
  | "look-up-failed"
  | "sample"
  | "archived"
  | "returned-too-often"
  | "prefix-list-open"
  | "not-rebuilt"
  | "settings-changed"
  | "own-part";

export type Reason =
  | RefusalReason
  | SkipReason
  | AskReason
  | NotifyReason
  | "signals"
  | "seen"
  | "approved"
  | "access-denied"
  | "not-read-back"
  | "service-error";

/** Limits that hold for every action, from the settings. */
export interface ActionLimits {
  readonly maxEventAgeMs: number;
  readonly perAccountPerHour: number;
  readonly perHour: number;
}

/** Who said yes, under which identity. */
export interface Approval {
  /** ARN of the IAM principal, or Slack's workspace and user id. */
  readonly by: string;
  readonly atMs: number;
}

export type { ActionName, Mode };
