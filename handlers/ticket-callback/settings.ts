import type { OpenTicketSettings, TicketEnvironment } from "../open-ticket/settings";

/** What `ticket-callback` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface TicketCallbackSettings extends OpenTicketSettings {
  /** By which a key's good use is told from other use. */
  readonly allowedNetworks: readonly string[];
}

/** The environment that the function is declared with. */
export interface TicketCallbackEnvironment extends TicketEnvironment {
  /** Secret that Jira signs its webhook with. */
  readonly JIRA_CALLBACK_SECRET_ID: string;
  readonly ACTIONS_TABLE_NAME: string;
  readonly LOG_GROUP_NAME?: string;
  readonly SUSPICIOUS_KEYS_TOPIC_ARN: string;
}
