import type { ActionRecord } from "../actions/record";
import { actionWords, reasonWords, subjectWords } from "../slack/action-words";
import { subjectText } from "./issue-text";

/** What was decided on a subject, for its ticket: one line each, names of others in backticks. */
export function actionText(record: ActionRecord): string {
  const { subject, report, impact, id, failure, verdict } = record;
  return [
    decisionLine(record),
    `${capital(subjectText(subject))}${report.owner === undefined ? "" : ` of ${report.owner}`}`,
    ...(failure === undefined ? [] : [`The service said \`${failure.replaceAll("`", "'")}\``]),
    ...report.seen,
    ...signalLines(record),
    ...impact,
    `Record \`${id}\`${verdict === "done" ? `; \`warden restore ${id}\` undoes it` : ""}`,
  ].join("\n");
}

/** "Signal country: used from BR" */
function signalLines({ weighing }: ActionRecord): string[] {
  return (weighing?.signals?.standing ?? []).map(({ kind, text }) => `Signal ${kind}: ${text}`);
}

/** "The key is disabled: …" */
export function decisionLine({ action, verdict, reason, approval, subject }: ActionRecord): string {
  const { infinitive, done } = actionWords[action];
  const why = `${reasonWords[reason]}${approval === undefined ? "" : ` (approved by \`${approval.by.replaceAll("`", "'")}\`)`}`;
  switch (verdict) {
    case "done":
      return `${done}: ${why}`;
    case "ask":
      return `People are asked whether to ${infinitive}: ${why}`;
    case "failed":
      return `Failed to ${infinitive}: ${why}`;
    case "refused":
      return `Nothing was changed. Refused to ${infinitive}: ${why}`;
    case "notify":
      return `Nothing was changed: ${why}`;
    case "skip":
      return `Nothing to do for the ${subjectWords[subject.kind]}: ${why}`;
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
