import type { MessagePort } from "node:worker_threads";

import type { AccountSetup, CallReport, ResourceEvent } from "./types";

/** What the thread starts with. */
export interface AccountThreadData {
  readonly setup: AccountSetup;
  /** Where the parent answers for the log group's records. */
  readonly logs?: LogChannel;
  readonly board: AccountBoard;
}

/** What both sides see at once, so that neither a new time nor a call that leaves nothing behind takes a message. */
export interface AccountBoard {
  /** Milliseconds since 1970. */
  readonly clock: BigInt64Array<SharedArrayBuffer>;
  /** Reports and events so far, handed over or not. */
  readonly made: Int32Array<SharedArrayBuffer>;
}

/** The thread asks through the port and sleeps until `answered` is no longer 0, then the answer is in the port. */
export interface LogChannel {
  readonly port: MessagePort;
  readonly answered: Int32Array;
}

/** From the parent. Those with an `id` are answered; all are handled in the order in which they were sent. */
export type ToAccount =
  | { readonly kind: "put"; readonly resources: Partial<AccountSetup> }
  | { readonly kind: "flush"; readonly id: number }
  | { readonly kind: "writes"; readonly id: number; readonly function: string }
  | { readonly kind: "save"; readonly id: number }
  | { readonly kind: "stop"; readonly id: number };

/** What a call leaves behind: its report, and then its events. */
export type Trace =
  { readonly kind: "call"; readonly report: CallReport } | { readonly kind: "event"; readonly event: ResourceEvent };

/** To the parent. Traces come in the order of the calls, before any answer that is asked for after them. */
export type FromAccount =
  | { readonly kind: "ready"; readonly endpoint: string }
  | { readonly kind: "traces"; readonly traces: readonly Trace[] }
  | { readonly kind: "answer"; readonly id: number; readonly value: number | Partial<AccountSetup> };
