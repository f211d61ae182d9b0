import type { PostDenialsSettings } from "../post-denials/settings";
import type { PostDenialsEnvironment } from "../post-denials/settings";
import type { WatchKeysEnvironment, WatchKeysSettings } from "../watch-keys/settings";

/** What `watch-trail` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface WatchTrailSettings {
  readonly denials: PostDenialsSettings;
  readonly keys: WatchKeysSettings;
  /** The filter patterns of the two subscriptions that it stands for: what each work takes of what comes in. */
  readonly patterns: { readonly denials: string; readonly keys: string };
  /** How often a message of somebody else's queue may be received before the function itself gives it up. */
  readonly mostTries?: number;
}

/** The environment that the function is declared with: that of both works, and where a bucket is read what to read. */
export interface WatchTrailEnvironment extends PostDenialsEnvironment, WatchKeysEnvironment {
  readonly ALERT_TOPIC_ARN: string;
  readonly TRAIL_BUCKET?: string;
  /** Beginning of the keys of the trail's files. */
  readonly TRAIL_PREFIX?: string;
  /** Filter pattern of CloudWatch Logs: records that it does not take are passed over. */
  readonly TRAIL_PATTERN?: string;
}
