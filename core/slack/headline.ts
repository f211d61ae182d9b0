import type { SeverityLevel } from "../denials/severity";
import { actionName } from "./denial-lines";
import type { IncidentView } from "./incident-view";
import { principalWords } from "./principal-words";
import type { Quote } from "./principal-words";
import { counted, durationText, times } from "./wording";

/** The word carries the meaning, the circle only helps to find it: nobody has to tell red from green. */
const SEVERITIES: Readonly<Record<SeverityLevel, { readonly rank: number; readonly label: string }>> = Object.freeze({
  info: { rank: 0, label: "🔵 Info" },
  low: { rank: 1, label: "🟡 Low" },
  high: { rank: 2, label: "🟠 High" },
  critical: { rank: 3, label: "🔴 Critical" },
});

/** "🔴 Critical": circle and word. */
export function severityLabel(level: SeverityLevel): string {
  return SEVERITIES[level].label;
}

/** The word alone. */
export function severityWord(level: SeverityLevel): string {
  return SEVERITIES[level].label.slice(SEVERITIES[level].label.indexOf(" ") + 1);
}

/** For sorting: the higher, the more severe. */
export function severityRank(level: SeverityLevel): number {
  return SEVERITIES[level].rank;
}

/** What happened in one line: what, who, how often. Without the severity. At most about 130 characters plus marks. */
export function incidentLine(view: IncidentView, quote: Quote): string {
  const { sample } = view;
  const what = quote(actionName(sample), 50);
  const who = principalWords(sample.principal, quote, 36);
  switch (view.kind) {
    case "cause":
      return sample.kind === "authentication-failure"
        ? `${what} failed for ${who}, ${times(view.count)}`
        : `${what} denied to ${who}, ${times(view.count)}`;
    case "enumeration":
      return `enumeration: ${enumerationText(view)}, by ${who}`;
    case "spread":
      return spreadText(view, what, quote);
    case "self":
      return `API Warden's own calls were denied ${times(view.count)}`;
    case "unreadable":
      return `${counted(view.count, "record")} could not be read`;
  }
}

/** "the same denial in 40 accounts by a service control policy: `ec2:RunInstances`, 80 times". */
function spreadText(view: IncidentView, what: string, quote: Quote): string {
  const { effect, policyType } = view.sample.refusal;
  const by = effect === "explicit" && policyType !== undefined ? ` by a ${quote(policyType, 30)}` : "";
  const whats = view.actionCount > 1 ? counted(view.actionCount, "action") : what;
  return `the same denial in ${counted(view.accountCount, "account")}${by}: ${whats}, ${times(view.count)}`;
}

/** "244 actions in 6 minutes, 9 services, 2 addresses". */
function enumerationText(view: IncidentView): string {
  const services = counted(view.serviceCount, "service");
  const addresses = counted(view.addressCount, "address", "addresses");
  return `${counted(view.actionCount, "action")} in ${durationText(view.firstAt, view.lastAt)}, ${services}, ${addresses}`;
}
