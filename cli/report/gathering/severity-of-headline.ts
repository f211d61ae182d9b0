import type { SeverityLevel } from "../../../core/denials/severity";
import { verdictLabels } from "../../../core/slack/action-words";
import { severityLabel } from "../../../core/slack/headline";

/** Mildest first. */
export const levels: readonly SeverityLevel[] = Object.freeze(["info", "low", "high", "critical"]);

const circleOf = (label: string): string => label.slice(0, label.indexOf(" "));

const byCircle: ReadonlyMap<string, SeverityLevel> = new Map(
  levels.map((level) => [circleOf(severityLabel(level)), level]),
);

/**
 * The severity that the first line of a message begins with: of denials and findings by word, of actions by the circle of their
 * verdict. Undefined where it has none, as a digest.
 */
export function severityOfHeadline(headline: string): SeverityLevel | undefined {
  return byCircle.get(headline.slice(0, Math.max(0, headline.indexOf(" "))));
}

/** For sorting: the higher, the more severe; -1 for none. */
export function rankOf(level: SeverityLevel | undefined): number {
  return level === undefined ? -1 : levels.indexOf(level);
}

/** The more severe of two. */
export function worse(one: SeverityLevel | undefined, other: SeverityLevel | undefined): SeverityLevel | undefined {
  return rankOf(other) > rankOf(one) ? other : one;
}

/** Words of a verdict without the circle. */
export function verdictWord(verdict: keyof typeof verdictLabels): string {
  const label = verdictLabels[verdict];
  return label.slice(label.indexOf(" ") + 1);
}
