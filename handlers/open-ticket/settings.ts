import type { JiraPlace } from "../../clients/jira";
import type { Organization } from "../../core/organization/organization";

/** What `open-ticket` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface OpenTicketSettings {
  readonly place: Omit<JiraPlace, "url">;
  readonly organization?: Organization | undefined;
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
