import type { ClientOptions } from "../account-facts/asker";

/** Who looks, and since when: the same questions go to AWS and to a local account. */
export interface LinkAsker {
  /** For the stack's region, or another. */
  options(region?: string): ClientOptions & { readonly endpoint?: string };
  /** When the denied call was made, and now. Milliseconds. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** Sends a request to a function's public address; returns the status of its answer. */
  request(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number>;
}

/** The answer, or undefined where AWS says by one of these names that there is no such thing. */
export { unlessMissing } from "../account-facts/look";
