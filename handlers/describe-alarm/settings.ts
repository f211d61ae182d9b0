import type { AccountNames } from "../named-accounts";

/** What `describe-alarm` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface DescribeAlarmSettings extends AccountNames {
  readonly country: {
    /** ISO date of the country data. */
    readonly dataDate: string;
    /** Older data says nothing. */
    readonly maxAgeDays: number;
  };
}

/** The environment that the function is declared with. */
export interface DescribeAlarmEnvironment {
  readonly LOG_GROUP_NAME: string;
  /** The topic that people are subscribed to. */
  readonly MAIL_TOPIC_ARN: string;
}
