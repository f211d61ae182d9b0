import type { CountryRule } from "../../core/keys/country-check";

/** What `watch-keys` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface WatchKeysSettings {
  readonly rule: CountryRule;
}

/** The environment that the function is declared with. */
export interface WatchKeysEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  readonly SUSPICIOUS_KEYS_TOPIC_ARN: string;
}
