import type { Jira } from "../../clients/jira";
import { jiraCloud } from "../../clients/jira";
import type { DelayQueue } from "../../clients/queue";
import { delayQueue } from "../../clients/queue";
import { secret } from "../../clients/secret";
import { stateTable } from "../../clients/state-table";
import type { TicketStore } from "../../clients/ticket-store";
import { ticketStore } from "../../clients/ticket-store";
import { invocationPatience } from "../message-channel";
import type { KnownAccounts } from "../named-accounts";
import { knownAccounts } from "../named-accounts";
import type { OpenTicketSettings, TicketEnvironment } from "./settings";

/** What keeping issues works with, made once per container. */
export interface TicketParts {
  readonly jira: Jira;
  readonly store: TicketStore;
  readonly wake: DelayQueue;
  readonly project: string;
  /** Absent where nothing is known of any account. */
  readonly known?: KnownAccounts | undefined;
}

export function ticketParts({ place, ...names }: OpenTicketSettings, environment: TicketEnvironment): TicketParts {
  const { JIRA_URL, JIRA_TOKEN_SECRET_ID, TICKETS_TABLE_NAME, WAKE_QUEUE_URL } = environment;
  return {
    jira: jiraCloud({ ...place, url: JIRA_URL }, secret(JIRA_TOKEN_SECRET_ID), invocationPatience),
    store: ticketStore(stateTable(TICKETS_TABLE_NAME)),
    wake: delayQueue(WAKE_QUEUE_URL),
    project: place.project,
    known: knownAccounts(names),
  };
}
