import type { AccountModes } from "../../core/actions/account-modes";
import type { ActionLimits } from "../../core/actions/action";
import type { ProtectedSubject } from "../../core/configuration/configuration";
import type { PostDenialsSettings } from "../post-denials/settings";

/** What every responder is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface ActionSettings extends AccountModes {
  readonly limits: ActionLimits;
  /** Weight of signals that `enforce` needs, for actions that are decided by signals. */
  readonly signalsToEnforce: number;
  readonly protected: readonly ProtectedSubject[];
  /** Accounts whose things may be changed; undefined: the function's own, which it knows by its own ARN. */
  readonly accounts?: readonly string[] | undefined;
  /** The roles in other accounts that act there; undefined: other accounts are told of, never changed. */
  readonly memberRole?: string | undefined;
  /** A good use from the allowed networks within this time makes `enforce` ask. */
  readonly quietForMs: number;
  readonly channel: PostDenialsSettings["channel"];
  /** Whether messages that ask have buttons. */
  readonly interactive: boolean;
  /** Of all of the above and of what else decisions are made from. */
  readonly configurationHash: string;
}

/** The environment that every responder is declared with (`actionEnvironment` in `stacks/actions`). */
export interface ActionEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  /** Secret with the webhook, for the channel "webhook". */
  readonly SLACK_WEBHOOK_SECRET_ID?: string;
  /** Secret with the app's bot token, for the channel "app". */
  readonly SLACK_TOKEN_SECRET_ID?: string;
  /** Topic that everything done, asked and failed is mailed to, and all else where Slack is off. */
  readonly ALERT_TOPIC_ARN: string;
  /** Queue that wakes the responder itself: second looks, expiries, answers. */
  readonly WAKE_QUEUE_URL: string;
  /** Topic that what has to become a ticket is published to. */
  readonly INCIDENTS_TOPIC_ARN?: string;
  /** Secret with the external id that other accounts ask for; absent where there are no roles there. */
  readonly EXTERNAL_ID_SECRET_ID?: string;
  /** The trail's log group; absent where the trail is read from its bucket. */
  readonly LOG_GROUP_NAME?: string;
  /** For the commands in messages. */
  readonly STACK_NAME: string;
}
