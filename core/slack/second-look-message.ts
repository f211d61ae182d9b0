import type { ActionRecord } from "../actions/record";
import { sentences, subjectLines } from "./action-lines";
import { plainHeadline } from "./escape";
import { context, header, section, slackMessage, SLACK_LIMITS } from "./message";
import type { SlackMessage } from "./message";

/** What a later look at the surroundings of a changed subject has found, in one short message. */
export function secondLookMessage(
  record: ActionRecord,
  outcome: "contained" | "unknown",
  lines: readonly string[],
): SlackMessage {
  const title =
    outcome === "contained" ? "🟢 Contained: second look found nothing more" : "🟠 Second look could not be made";
  const text = plainHeadline(title, SLACK_LIMITS.headerLength);
  const said = [...subjectLines(record), ...sentences(lines)].join("\n");
  return slackMessage(text, [header(text), section(said), context(`Record \`${record.id}\``)]);
}
