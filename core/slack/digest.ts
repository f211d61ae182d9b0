import { code } from "./denial-lines";
import { escapeMrkdwn, escapeSentence, plainHeadline, withoutKeyIds } from "./escape";
import { incidentLine, severityLabel, severityRank, severityWord } from "./headline";
import { eventLinks } from "./incident-links";
import type { IncidentView } from "./incident-view";
import { header, section, SLACK_LIMITS } from "./message";
import type { SlackBlock } from "./message";
import { counted, durationText, listText, numberText, utcText } from "./wording";

/** How many events one mute rule held back. */
export interface MutedCount {
  readonly rule: string;
  readonly count: number;
}

export interface DigestOptions {
  /** Own words, for example "Denied calls, 10:00 to 10:15". */
  readonly title: string;
  readonly mutedByRule?: readonly MutedCount[];
  /** Denied calls whose address was masked before they came. */
  readonly masked?: number;
  /** Incidents that the caller left out of `views`. */
  readonly omitted?: number;
}

const MAX_INCIDENTS = 45;
const MAX_MUTE_RULES = 20;
const REASON_LENGTH = 100;
/** Left for the envelope, the commas and the line that counts the rest. */
const RESERVED_LENGTH = 900;

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + (Number.isFinite(count) ? count : 0), 0);
}

function timeText(view: IncidentView): string {
  const first = utcText(view.firstAt);
  return first === utcText(view.lastAt) ? first : `${first}, for ${durationText(view.firstAt, view.lastAt)}`;
}

function placeText(view: IncidentView): string {
  const account = view.accountCount > 1 ? counted(view.accountCount, "account") : code(view.sample.account, 24);
  return `${account}, ${code(view.sample.region, 24)}`;
}

function incidentSection(view: IncidentView, withDetails: boolean): SlackBlock {
  const isContinued = view.openedBefore === true || view.newCount !== view.count;
  const lines = [`*${severityLabel(view.severity.level)}:* ${incidentLine(view, code)}`];
  const reason = escapeSentence(withoutKeyIds(view.severity.reason), REASON_LENGTH);
  const facts = [
    ...(reason === "" ? [] : [`why ${severityWord(view.severity.level).toLowerCase()}: ${reason}`]),
    ...(isContinued ? [`${view.openedBefore ? "continued, " : ""}${numberText(view.newCount)} new`] : []),
    timeText(view),
    placeText(view),
  ];
  const { policyArn } = view.sample.refusal;
  if (view.kind === "spread" && policyArn !== undefined) lines.push(`policy ${code(policyArn, 150)}`);
  if (!withDetails) return section([...lines, facts.join(" · ")].join("\n"));
  lines.push([...facts, ...eventLinks(view)].join(" · "));
  const [note] = view.notes;
  if (note !== undefined) lines.push(escapeSentence(withoutKeyIds(note), 150));
  return section(lines.join("\n"));
}

function lengthInJson(blocks: readonly SlackBlock[]): number {
  return blocks.reduce((sum, block) => sum + JSON.stringify(block).length + 1, 0);
}

function asManyAsFit(blocks: readonly SlackBlock[], room: number): SlackBlock[] {
  const fitting: SlackBlock[] = [];
  let length = 0;
  for (const block of blocks) {
    length += JSON.stringify(block).length + 1;
    if (length > room) break;
    fitting.push(block);
  }
  return fitting;
}

/** With link and note where all fit, else without, else as many as fit. */
function incidentSections(views: readonly IncidentView[], room: number): SlackBlock[] {
  const detailed = views.map((view) => incidentSection(view, true));
  if (lengthInJson(detailed) <= room) return detailed;
  return asManyAsFit(
    views.map((view) => incidentSection(view, false)),
    room,
  );
}

function restSection(notShown: readonly IncidentView[], omitted: number): SlackBlock[] {
  const incidents = notShown.length + omitted;
  if (incidents <= 0) return [];
  const events =
    notShown.length === 0 ? "" : ` (${counted(totalOf(notShown.map((view) => view.newCount)), "new event")})`;
  return [section(`and ${counted(incidents, "more incident")} not shown here${events}`)];
}

function mutedSection(muted: readonly MutedCount[]): SlackBlock[] {
  if (muted.length === 0) return [];
  const rules = muted.map(({ rule, count }) => `${code(rule, 60)} ${numberText(count)}`);
  const total = totalOf(muted.map(({ count }) => count));
  return [section(`*Muted:* ${counted(total, "event")}: ${listText(rules, MAX_MUTE_RULES, rules.length)}`)];
}

/** Data protection masks records before any reader has them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html */
const MASKED_WORDS = [
  "data protection of the trail's log group took the address out before Warden could read it:",
  "country, networks and mutes by address do not work for them.",
  "Take `IpAddress` out of the data protection policy of the log group or the account, or have Warden read the trail's bucket.",
].join(" ");

function maskedCalls(masked: number): string {
  return `${counted(masked, "call")} with a masked address`;
}

function maskedSection(masked: number): SlackBlock[] {
  return masked > 0 ? [section(`*${maskedCalls(masked)}:* ${MASKED_WORDS}`)] : [];
}

/** Blocks and fallback text of `digestMessage`. */
export function digestBlocks(
  views: readonly IncidentView[],
  options: DigestOptions,
): { text: string; blocks: SlackBlock[] } {
  const { title, mutedByRule = [], masked = 0, omitted = 0 } = options;
  const sorted = [...views].sort((a, b) => severityRank(b.severity.level) - severityRank(a.severity.level));
  const top = header(plainHeadline(withoutKeyIds(title), SLACK_LIMITS.headerLength));
  const muted = [...mutedSection(mutedByRule), ...maskedSection(masked)];
  const room = SLACK_LIMITS.jsonLength - RESERVED_LENGTH - lengthInJson([top, ...muted]);
  const sections = incidentSections(sorted.slice(0, MAX_INCIDENTS), room);
  const rest = restSection(sorted.slice(sections.length), Number.isFinite(omitted) ? omitted : 0);
  const nothing = sections.length + rest.length + muted.length === 0 ? [section("Nothing to report.")] : [];
  const incidents = counted(views.length + omitted, "incident");
  const mutedTotal = totalOf(mutedByRule.map(({ count }) => count));
  const mutedText = mutedByRule.length === 0 ? "" : `, ${counted(mutedTotal, "muted event")}`;
  const maskedText = masked > 0 ? `, ${maskedCalls(masked)}` : "";
  return {
    text: `${escapeMrkdwn(withoutKeyIds(title), SLACK_LIMITS.headerLength)}: ${incidents}${mutedText}${maskedText}`,
    blocks: [top, ...sections, ...rest, ...muted, ...nothing],
  };
}
