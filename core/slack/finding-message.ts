import type { Finding } from "../findings/finding";
import {
  aboutWords,
  fromSentences,
  severityWords,
  whatSentences,
  whenSentences,
  whereSentences,
  whoSentences,
} from "../findings/sentences";
import type { SeverityBand } from "../findings/type-words";
import { bandOf } from "../findings/type-words";
import { sentence } from "./action-lines";
import type { ConsolePortal } from "./console-portal";
import { plainHeadline, withoutKeyIds } from "./escape";
import { findingLink } from "./links";
import type { SlackBlock, SlackMessage } from "./message";
import { context, fieldSection, header, section, slackMessage, SLACK_LIMITS } from "./message";

/** What people are told of a finding, in Slack as by e-mail. */
export interface FindingView {
  readonly finding: Finding;
  /** How often it was seen by now. */
  readonly count: number;
  /** What Warden does about it. Sentences, with names of others in backticks. */
  readonly plan: readonly string[];
  /** What else was found out; undefined where that is yet to come, or nothing was to be looked for. */
  readonly investigation: readonly string[] | undefined;
  /** Whether the message only follows one that has said the rest. */
  readonly isFollowUp: boolean;
  /** What the link leads through; it leads to the console itself without it. */
  readonly portal?: ConsolePortal | undefined;
}

const circles: Readonly<Record<SeverityBand, string>> = Object.freeze({
  low: "🟡 Low",
  medium: "🟠 Medium",
  high: "🔴 High",
  critical: "🔴 Critical",
  unknown: "🟠 Severity not stated",
});

const mostLines = 12;
const longestLine = 260;

/** One finding on one screen. */
export function findingMessage(view: FindingView): SlackMessage {
  const { finding, count, plan, investigation = [], isFollowUp } = view;
  const title = plainHeadline(findingHeadline(view), SLACK_LIMITS.headerLength);
  const all: SlackBlock[] = [
    fieldSection([
      { label: "Who", lines: lines(whoSentences(finding)) },
      { label: "What", lines: lines(whatSentences(finding)) },
      { label: "From", lines: lines(fromSentences(finding)) },
      { label: "When", lines: lines(whenSentences(finding, count)) },
      { label: "Where", lines: lines(whereSentences(finding)) },
      { label: "Severity", lines: lines([severityWords(finding)]) },
    ]),
    ...list("What Warden does", plan),
  ];
  return slackMessage(title.replace(/[*_~`]/g, " "), [
    header(title),
    ...(isFollowUp ? [] : all),
    ...list("Investigation", investigation),
    ...links(view),
    context(sentence(`GuardDuty finding \`${finding.id}\``, longestLine)),
  ]);
}

/** "🔴 High: calls through the Tor network, by user build", in plain words for a header and a subject. */
export function findingHeadline({ finding, isFollowUp }: Pick<FindingView, "finding" | "isFollowUp">): string {
  const [actor] = finding.actors;
  const root = actor?.userType === "Root" ? "the root user" : undefined;
  const name = root ?? (actor?.userName === undefined ? undefined : withoutKeyIds(actor.userName));
  const more = finding.actors.length > 1 ? ` and ${finding.actors.length - 1} more` : "";
  const mark = finding.sample === undefined ? (finding.isArchived ? "⚪ Archived, " : "") : "⚪ SAMPLE, ";
  const circle = mark === "" ? circles[bandOf(finding.severity)] : circles[bandOf(finding.severity)].slice(3);
  const page = root !== undefined && mark === "" ? "🔴 Critical, act now" : `${mark}${circle}`;
  const about = withoutKeyIds(aboutWords(finding)).replaceAll("`", "");
  const follows = isFollowUp ? "Investigation of: " : "";
  return `${page}: ${follows}${about}${name === undefined ? "" : `, by ${plainHeadline(name, 60)}${more}`}`;
}

function lines(sentences: readonly string[]): string[] {
  return sentences.slice(0, mostLines).map((text) => sentence(text, longestLine));
}

function list(label: string, sentences: readonly string[]): SlackBlock[] {
  return sentences.length === 0 ? [] : [section(`*${label}*\n${lines(sentences).join("\n")}`)];
}

/** The finding's page, where the console has one. */
export function linkToFinding({ finding: { id, region, account }, portal }: FindingView): string | undefined {
  return region === undefined ? undefined : findingLink({ region, findingId: id, account }, portal);
}

function links(view: FindingView): SlackBlock[] {
  const link = linkToFinding(view);
  return link === undefined ? [] : [section(`<${link}|Finding in GuardDuty>`)];
}
