import type { AccountSetup, CallReport, ResourceEvent } from "./types";

/** From the parent. Those with an `id` are answered; all are handled in the order in which they were sent. */
export type ToAccount =
  | { readonly kind: "clock"; readonly nowMs: number }
  | { readonly kind: "put"; readonly resources: Partial<AccountSetup> }
  | { readonly kind: "flush"; readonly id: number }
  | { readonly kind: "writes"; readonly id: number; readonly function: string }
  | { readonly kind: "stop"; readonly id: number };

/** To the parent. A call's report comes before its events, both before any later call's. */
export type FromAccount =
  | { readonly kind: "ready"; readonly endpoint: string }
  | { readonly kind: "call"; readonly report: CallReport }
  | { readonly kind: "event"; readonly event: ResourceEvent }
  | { readonly kind: "answer"; readonly id: number; readonly value: number };
