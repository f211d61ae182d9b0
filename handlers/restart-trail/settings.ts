import type { ActionEnvironment } from "../actions/settings";

/** The environment that the function is declared with. */
export interface RestartTrailEnvironment extends ActionEnvironment {
  /** ARN of whoever deploys the stack, whose deployments are no attack. */
  readonly DEPLOYING_PRINCIPAL_ARN: string;
  /** The trail of the stack's own; where the trail is another's, those that write into the log group are looked for. */
  readonly TRAIL_ARN?: string;
  /** The bucket of another's trail that is read from there: those that write into it are looked for. */
  readonly TRAIL_BUCKET?: string;
  /** Marks (`partMark`) of the names of Warden's own parts, joined. */
  readonly OWN_PART_MARKS: string;
  readonly INCIDENTS_TOPIC_ARN: string;
}
