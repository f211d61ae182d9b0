import type { ChannelSettings } from "../post-denials/settings";

/** What `probe` is declared with. Plain data, uploaded with the code. */
export interface ProbeSettings {
  readonly channel: ChannelSettings;
  /** False where no function reads the trail. */
  readonly isReadByFunction: boolean;
  /** Whether one denied call is enough for the compliance alarms. */
  readonly setsAlarmsOff: boolean;
  /** Addresses that the stack declares on each topic. */
  readonly addresses: { readonly alerts: number; readonly compliance: number };
}

/** The environment that the function is declared with. */
export interface ProbeEnvironment {
  /** The function's own role. */
  readonly OWN_ROLE_ARN: string;
  /** The table of `post-denials`. */
  readonly TABLE_NAME: string;
  readonly ALERT_TOPIC_ARN: string;
  readonly COMPLIANCE_TOPIC_ARN: string;
  /** JSON list: names of the alarms on denied calls. */
  readonly ALARM_NAMES: string;
  readonly SLACK_WEBHOOK_SECRET_ID?: string;
  readonly SLACK_TOKEN_SECRET_ID?: string;
}

/** What `warden verify` asks with: without an id a denied call is made, with one it is said what is known of that. */
export interface VerifyRequest {
  readonly warden: "verify";
  readonly id?: string;
}
