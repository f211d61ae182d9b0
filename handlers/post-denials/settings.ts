import type { Mute } from "../../core/denials/mute";
import type { MemberRoles } from "../../core/denials/own-roles";
import type { AccountNames } from "../named-accounts";

/** How people are told, and what they are told of accounts beside their ids. */
export type ChannelSettings = (
  { readonly kind: "webhook" } | { readonly kind: "app"; readonly channel: string } | { readonly kind: "mail" }
) &
  AccountNames;

/** What `post-denials` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface PostDenialsSettings {
  /** How long equal denials are gathered under one message. */
  readonly windowMs: number;
  readonly mutes: readonly Mute[];
  readonly maxPostsPerHour: number;
  readonly channel: ChannelSettings;
  /** Under which name it speaks where another function does its work; its own where absent. */
  readonly speaksAs?: string;
  /** Whose calls are Warden's own too; absent where functions stay in their own account. */
  readonly memberRoles?: MemberRoles;
  readonly country: {
    /** ISO date of the country data. */
    readonly dataDate: string;
    /** Older data says nothing. */
    readonly maxAgeDays: number;
  };
}

/** The environment that the function is declared with. */
export interface PostDenialsEnvironment {
  readonly TABLE_NAME: string;
  /** Secret with the webhook, for the channel "webhook". */
  readonly SLACK_WEBHOOK_SECRET_ID?: string;
  /** Secret with the app's bot token, for the channel "app". */
  readonly SLACK_TOKEN_SECRET_ID?: string;
  /** Topic for the channel "mail". */
  readonly ALERT_TOPIC_ARN?: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
  /** Roles of all of Warden's functions, as `ownRolesText` writes them. */
  readonly OWN_ROLES: string;
  /** JSON list: names that only Warden's own resources have, and how the ids of those begin that AWS names. */
  readonly OWN_RESOURCE_NAMES: string;
  /** Absent where the trail is read from its bucket. */
  readonly LOG_GROUP_NAME?: string;
}
