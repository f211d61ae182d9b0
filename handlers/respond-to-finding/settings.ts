import type { Mode } from "../../core/actions/action";
import type { PlanSettings } from "../../core/findings/plan-sentences";
import type { PostDenialsSettings } from "../post-denials/settings";

/** What `respond-to-finding` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface FindingSettings extends PlanSettings {
  /** `guardDuty.findings`: finding type, or the beginning of one, to mode. */
  readonly findings: Readonly<Record<string, Mode>>;
  readonly channel: PostDenialsSettings["channel"];
}

/** The environment that the function is declared with. */
export interface FindingEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  readonly SUSPICIOUS_KEYS_TOPIC_ARN: string;
  /** Topic that people are mailed through. */
  readonly ALERT_TOPIC_ARN: string;
  /** Secret with the webhook, for the channel "webhook". */
  readonly SLACK_WEBHOOK_SECRET_ID?: string;
  /** Secret with the app's bot token, for the channel "app". */
  readonly SLACK_TOKEN_SECRET_ID?: string;
}
