/** Plain data that is uploaded with `forward-events`. */
export interface ForwardEventsSettings {
  /** Host of the events: the stack's name. */
  readonly host: string;
}

/** The environment of `forward-events`. */
export interface ForwardEventsEnvironment {
  /** Address of the collector, as configured. */
  readonly SPLUNK_HEC_URL: string;
  readonly SPLUNK_TOKEN_SECRET_ID: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
}
