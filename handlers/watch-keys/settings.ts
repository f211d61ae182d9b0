import type { CountryRule } from "../../core/keys/country-check";
import type { ProfileWords } from "../../core/mail/profile-mail";
import type { ProfileSettings } from "../../core/profiles/profile";
import type { WidenedCaller } from "../../core/profiles/request";
import type { AccountNames } from "../named-accounts";

/** What `watch-keys` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface WatchKeysSettings extends AccountNames {
  readonly rule: CountryRule;
  readonly profiles: ProfileSettings & {
    /** Callers that profiles would leave out. */
    readonly include: readonly WidenedCaller[];
    readonly words: ProfileWords;
  };
}

/** The environment that the function is declared with. */
export interface WatchKeysEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  readonly PROFILES_TABLE_NAME: string;
  readonly SUSPICIOUS_KEYS_TOPIC_ARN: string;
  /** The topic that people are subscribed to. */
  readonly ALERT_TOPIC_ARN: string;
  /** JSON: URL of the queue that wakes each function that calls are handed on to, by its name. */
  readonly HAND_ON_QUEUE_URLS?: string;
}
