import type { JiraPlace } from "../../clients/jira";
import type { AccountNames } from "../named-accounts";

/** What `open-ticket` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface OpenTicketSettings extends AccountNames {
  readonly place: Omit<JiraPlace, "url">;
}

/** The environment that the functions for tickets share. */
export interface TicketEnvironment {
  readonly TICKETS_TABLE_NAME: string;
  readonly JIRA_URL: string;
  /** Secret with the API token. */
  readonly JIRA_TOKEN_SECRET_ID: string;
  /** Queue from which the function takes its work, and through which it wakes itself. */
  readonly WAKE_QUEUE_URL: string;
}
