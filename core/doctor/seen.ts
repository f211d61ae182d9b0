/** What was asked of AWS: the answer, or why there is none. */
export type Seen<Value> = { readonly value: Value } | Unseen;

/** A question without an answer. */
export interface Unseen {
  /** IAM actions that the question takes. */
  readonly needs: readonly string[];
  /** Absent where AWS refused; else what went wrong, in one line. */
  readonly why?: string | undefined;
}

export function isSeen<Value>(seen: Seen<Value>): seen is { readonly value: Value } {
  return "value" in seen;
}

/** The answer, or undefined where there is none. */
export function valueOf<Value>(seen: Seen<Value> | undefined): Value | undefined {
  return seen !== undefined && isSeen(seen) ? seen.value : undefined;
}
