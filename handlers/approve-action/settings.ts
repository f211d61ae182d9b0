/** What `approve-action` is declared with. Plain data, uploaded with the code. */
export interface ApproveActionSettings {
  /** Slack users who may answer: `T…/U…`, or `U…` of the workspace that the app is installed in. */
  readonly approvers: readonly string[];
}

/** The environment that the function is declared with. */
export interface ApproveActionEnvironment {
  readonly ACTIONS_TABLE_NAME: string;
  /** Secret with the Slack app's signing secret. */
  readonly SLACK_SIGNING_SECRET_ID: string;
  /** JSON object: action name to the URL of the queue that wakes its responder. */
  readonly WAKE_QUEUE_URLS: string;
}
