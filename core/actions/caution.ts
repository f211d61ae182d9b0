import type { Mode } from "./action";

const fromMostCautious: readonly Mode[] = Object.freeze(["notify", "approve", "enforce"]);

/** The mode that changes less; an absent one forbids nothing. */
export function moreCautious(one: Mode, other: Mode = "enforce"): Mode {
  return fromMostCautious.indexOf(one) < fromMostCautious.indexOf(other) ? one : other;
}
