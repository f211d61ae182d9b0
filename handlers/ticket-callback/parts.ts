import { accountAlias } from "../../clients/account-name";
import type { ActionStore } from "../../clients/action-store";
import { actionStore } from "../../clients/action-store";
import type { CallbackStore } from "../../clients/callback-store";
import { callbackStore } from "../../clients/callback-store";
import type { Jira } from "../../clients/jira";
import { jiraCloud } from "../../clients/jira";
import type { KeyHistory } from "../../clients/key-history";
import { keyHistory } from "../../clients/key-history";
import type { KeyAccess } from "../../clients/keys";
import { keyAccess } from "../../clients/keys";
import type { DelayQueue } from "../../clients/queue";
import { delayQueue } from "../../clients/queue";
import { secret } from "../../clients/secret";
import { stateTable } from "../../clients/state-table";
import type { TicketStore } from "../../clients/ticket-store";
import { ticketStore } from "../../clients/ticket-store";
import type { Topic } from "../../clients/topic";
import { snsTopic } from "../../clients/topic";
import { originCheck } from "../../core/keys/country-check";
import type { OriginCheck } from "../../core/keys/country-check";
import { invocationPatience } from "../message-channel";
import type { KnownAccounts } from "../named-accounts";
import { knownAccounts } from "../named-accounts";
import type { TicketCallbackEnvironment, TicketCallbackSettings } from "./settings";

/** What enriching an issue and taking its word up works with. */
export interface CallbackParts {
  readonly jira: Jira;
  readonly tickets: Pick<TicketStore, "ticket">;
  readonly callbacks: CallbackStore;
  readonly actions: Pick<ActionStore, "record">;
  readonly keys: Pick<KeyAccess, "ownerOf" | "tagsOf">;
  readonly history: Pick<KeyHistory, "read">;
  readonly check: OriginCheck;
  readonly suspiciousKeys: Topic;
  readonly queue: DelayQueue;
  accountAlias(): Promise<string | undefined>;
  /** Absent where nothing is known of any account. */
  readonly known?: KnownAccounts | undefined;
  /** The account that the function runs in; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
}

export function callbackParts(
  { place, allowedNetworks, ...names }: TicketCallbackSettings,
  environment: TicketCallbackEnvironment,
  ownAccount: string | undefined,
): CallbackParts {
  const table = stateTable(environment.TICKETS_TABLE_NAME);
  const token = secret(environment.JIRA_TOKEN_SECRET_ID);
  const rule = { allowedNetworks, allowedCountries: undefined, dataDate: "1970-01-01", maxAgeDays: 0 };
  return {
    jira: jiraCloud({ ...place, url: environment.JIRA_URL }, token, invocationPatience),
    tickets: ticketStore(table),
    callbacks: callbackStore(table),
    actions: actionStore(stateTable(environment.ACTIONS_TABLE_NAME)),
    keys: keyAccess(),
    history: keyHistory(environment.LOG_GROUP_NAME),
    check: originCheck(rule, () => undefined),
    suspiciousKeys: snsTopic(environment.SUSPICIOUS_KEYS_TOPIC_ARN),
    queue: delayQueue(environment.WAKE_QUEUE_URL),
    accountAlias,
    known: knownAccounts(names),
    ownAccount,
  };
}
