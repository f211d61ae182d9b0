/** What a worker is to do. */
export interface FuzzOrder {
  readonly name: string;
  readonly layout: unknown;
  readonly seed: number;
  readonly mutants: number;
  readonly firstTrial: number;
  /** Trials that held an earlier worker up. */
  readonly skipped: readonly number[];
  /** Two doubles: the trial that is being handled, 0 for none, and since when, in milliseconds since 1970. */
  readonly shown: SharedArrayBuffer;
}

export interface TrialReport {
  readonly kind: "trial";
  readonly number: number;
  readonly mutants: number;
  /** Mutants that came to the decision core. */
  readonly reached: number;
  /** Why the function refused it. */
  readonly rejection?: string;
  readonly effects: number;
  readonly tookMs: number;
  /** What should not have come of it. */
  readonly complaints: readonly string[];
  /** The event, where there are complaints. */
  readonly event?: string;
}

export type FromFuzzWorker =
  TrialReport | { readonly kind: "end" } | { readonly kind: "unhandled" | "broken"; readonly why: string };
