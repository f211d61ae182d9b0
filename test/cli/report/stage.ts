import { Gathering } from "../../../cli/report/gathering/gathering";
import type { ReportData, RunWords } from "../../../cli/report/report-data";
import { reportDataOf } from "../../../cli/report/report-data-of";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Configuration } from "../../../core/configuration/configuration";
import { parseConfiguration } from "../../../core/configuration/parse";
import { profileSettings } from "../../../core/profiles/profile";
import { context, fieldSection, header, section, slackMessage } from "../../../core/slack/message";
import type {
  AlarmEffect,
  DecisionEffect,
  EmailEffect,
  PlayedEffect,
  SlackEffect,
  SummaryEffect,
} from "../../../local/effects";
import type { CloudTrailItem } from "../../../local/input/items";
import { deniedRecord, roleIdentity } from "../../core/sample-record";

/** What a run played and what came of it, as a watcher is told of it. */
export interface Story {
  readonly records?: readonly CloudTrailRecord[];
  readonly effects?: readonly PlayedEffect[];
  readonly summary?: Partial<SummaryEffect>;
  readonly run?: Partial<RunWords>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function configurationOf(settings: Readonly<Record<string, unknown>> = {}): Configuration {
  const checked = parseConfiguration({ trail: { create: true }, ...settings });
  if ("problems" in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.configuration;
}

export function itemOf(record: CloudTrailRecord, line = 1): CloudTrailItem {
  const atMs = Date.parse(String(record.eventTime));
  return { kind: "cloudtrail", atMs, record, text: JSON.stringify(record), origin: `file:${line}` };
}

/** The data of a report on such a run. */
export function reportOf({ records = [], effects = [], summary, run, settings }: Story): ReportData {
  const configuration = configurationOf(settings);
  const { profiles } = configuration;
  const gathering = new Gathering({ profiles: profileSettings(profiles), include: profiles.include });
  try {
    records.forEach((record, line) => gathering.take(itemOf(record, line + 1)));
    for (const effect of effects) gathering.see(effect);
    gathering.ended({ ...noSummary, records: records.length, ...summary });
    return reportDataOf(gathering, { ...noRun, modes: configuration.modes, ...run }, configuration);
  } finally {
    gathering.close();
  }
}

const noSummary: SummaryEffect = Object.freeze({
  effect: "summary",
  ...{ records: 0, events: 0, denied: 0, denials: 0, muted: {}, unreadable: 0, startupMs: 1, durationMs: 2 },
  ticks: { run: 3, skipped: 4 },
  effects: {},
});

const noRun = Object.freeze({ paths: ["history"], stackFile: "Pulumi.dev.yaml", allAccounts: false, slack: true });

/** A denied call of alice, at this minute past five. */
export function aliceDenied(id: string, minute = 0, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return deniedRecord({ eventID: id, eventTime: timeAt(minute), ...changes });
}

export function timeAt(minute: number): string {
  return new Date(Date.UTC(2025, 2, 4, 5, minute)).toISOString().replace(".000", "");
}

/** A call that went well. */
export function goodCall(id: string, minute: number, changes: CloudTrailRecord): CloudTrailRecord {
  return aliceDenied(id, minute, { errorCode: undefined, errorMessage: undefined, ...changes });
}

/** What mallory does through a role: takes it on, stops the trail as herself, and is refused as the role. */
export function theft(): CloudTrailRecord[] {
  const mallory = {
    type: "IAMUser",
    arn: "arn:aws:iam::111122223333:user/mallory",
    accountId: "111122223333",
    accessKeyId: "AKIAEXAMPLEMALLORY01",
    userName: "mallory",
  };
  const role = { ...roleIdentity("deploy", "session-1"), accessKeyId: "ASIAEXAMPLEISSUED001" };
  const of = { userIdentity: mallory };
  return [
    // The file's order is not that of the events.
    aliceDenied("refused-1", 12, {
      userIdentity: role,
      eventSource: "ec2.amazonaws.com",
      eventName: "GetPasswordData",
    }),
    aliceDenied("refused-2", 13, {
      userIdentity: role,
      eventSource: "ec2.amazonaws.com",
      eventName: "GetPasswordData",
    }),
    goodCall("assume", 10, {
      ...of,
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      responseElements: { credentials: { accessKeyId: "ASIAEXAMPLEISSUED001" } },
    }),
    goodCall("stop", 11, { ...of, eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" }),
    aliceDenied("alice-1", 1),
  ];
}

export function slackEffect(
  headline: string,
  eventIds: readonly string[],
  changes: Partial<SlackEffect> = {},
): SlackEffect {
  const message = slackMessage(headline, [header(headline), section("*What*\n`s3:GetObject`")]);
  return { effect: "slack", at: "2025-03-04T05:14:00.000Z", function: "post-denials", eventIds, message, ...changes };
}

/** The message of an action that enforce would not have taken either. */
export function heldMessage(why: string): SlackEffect["message"] {
  const decision = `Only told, nothing was changed\nIn \`enforce\` it would change nothing either: ${why}`;
  return slackMessage("held", [
    header("🟠 Not acted (disable-key)"),
    fieldSection([{ label: "Decision", lines: decision.split("\n") }]),
    context("Record `wa-x`"),
  ]);
}

export function decisionEffect(changes: Partial<DecisionEffect> = {}): DecisionEffect {
  const what = {
    action: "disable-key",
    subject: "AKIAEXAMPLEMALLORY01",
    verdict: "notify",
    reason: "mode-notify",
  } as const;
  const at = "2025-03-04T05:13:30.000Z";
  return { effect: "decision", at, function: "disable-key", ...what, eventIds: ["assume"], ...changes };
}

export function alarmEffect(minute: number, state: AlarmEffect["state"], alarm = "denied-calls"): AlarmEffect {
  const at = new Date(Date.parse(timeAt(minute))).toISOString();
  return { effect: "alarm", at, alarm, state, metric: "denied", value: 1 };
}

export function mailEffect(subject: string, text: string): EmailEffect {
  return { effect: "email", at: "2025-03-04T05:15:00.000Z", topic: "alerts", subject, text };
}
