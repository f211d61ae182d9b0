import {
  aboutWords,
  fromSentences,
  severityWords,
  whatSentences,
  whenSentences,
  whereSentences,
  whoSentences,
} from "../findings/sentences";
import { withoutKeyIds } from "../slack/escape";
import { findingHeadline, linkToFinding, type FindingView } from "../slack/finding-message";
import type { Mail } from "./alarm-mail";
import { inertText } from "./inert-text";
import { mailSubject } from "./subject";

/** Longest text of somebody else's in a line, and longest headline. */
const longestQuote = 100;

/** The mail about a finding: plain words, one fact a line. */
export function findingMail(view: FindingView): Mail {
  const { finding, count, plan, investigation = [], isFollowUp } = view;
  const { id } = finding;
  const link = linkToFinding(view);
  return {
    subject: mailSubject(`GuardDuty: ${inertText(findingHeadline(view), 120)}`, "A GuardDuty finding"),
    text: [
      `${isFollowUp ? "More about what GuardDuty has reported" : "GuardDuty reports"}: ${mailSentence(aboutWords(finding))}.`,
      ...mark(view),
      facts([
        ["Severity", [severityWords(finding)]],
        ["Who", whoSentences(finding)],
        ["What", whatSentences(finding)],
        ["From", fromSentences(finding)],
        ["When", whenSentences(finding, count)],
        ["Where", whereSentences(finding)],
      ]),
      ...(isFollowUp ? [] : block("What Warden does", plan)),
      ...block("Investigation", investigation),
      ...(link === undefined ? [] : [`The finding in GuardDuty:\n${link}`]),
      `Finding ${inertText(id, longestQuote)}`,
    ].join("\n\n"),
  };
}

function mark({ finding }: FindingView): string[] {
  if (finding.sample !== undefined) return ["This is a SAMPLE finding. Nothing has happened, and nothing is done."];
  return finding.isArchived ? ["The finding is ARCHIVED. Nothing is done."] : [];
}

function facts(all: readonly (readonly [label: string, sentences: readonly string[]])[]): string {
  return all
    .filter(([, sentences]) => sentences.length > 0)
    .map(([label, sentences]) => `${label}: ${sentences.map(mailSentence).join("; ")}`)
    .join("\n");
}

function block(label: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`${label}:\n${sentences.map((text) => `- ${mailSentence(text)}`).join("\n")}`];
}

/** A sentence whose backticks mark another's words: those are made inert, and the backticks go. */
function mailSentence(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? inertText(part, longestQuote) : withoutKeyIds(part)))
    .join("");
}
