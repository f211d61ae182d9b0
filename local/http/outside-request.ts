/** A request of a function to a service outside AWS that a stand-in has answered; Slack's are told as messages. */
export interface OutsideRequest {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** What was sent, read as JSON where it is JSON. */
  readonly body: unknown;
}

/** A stand-in for a service outside AWS. */
export interface OutsideStandIn {
  readonly baseUrl: string;
  /** Requests since the last call, in order. */
  take(): OutsideRequest[];
  stop(): Promise<void>;
}
