import type { MessagePort } from "node:worker_threads";

import type { AccountSetup, CallReport, ResourceEvent } from "./types";

/** What the thread starts with. */
export interface AccountThreadData {
  readonly setup: AccountSetup;
  /** Where the parent answers for the log group's records. */
  readonly logs?: LogChannel;
}

/** The thread asks through the port and sleeps until `answered` is no longer 0, then the answer is in the port. */
export interface LogChannel {
  readonly port: MessagePort;
  readonly answered: Int32Array;
}

/** From the parent. Those with an `id` are answered; all are handled in the order in which they were sent. */
export type ToAccount =
  | { readonly kind: "clock"; readonly nowMs: number }
  | { readonly kind: "put"; readonly resources: Partial<AccountSetup> }
  | { readonly kind: "flush"; readonly id: number }
  | { readonly kind: "writes"; readonly id: number; readonly function: string }
  | { readonly kind: "save"; readonly id: number }
  | { readonly kind: "stop"; readonly id: number };

/** To the parent. A call's report comes before its events, both before any later call's. */
export type FromAccount =
  | { readonly kind: "ready"; readonly endpoint: string }
  | { readonly kind: "call"; readonly report: CallReport }
  | { readonly kind: "event"; readonly event: ResourceEvent }
  | { readonly kind: "answer"; readonly id: number; readonly value: number | Partial<AccountSetup> };
