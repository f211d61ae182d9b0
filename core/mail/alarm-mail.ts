import type { Actor } from "../cis-alarms/actors";
import type { CisAlarm } from "../cis-alarms/alarm";
import { techniqueLink } from "../cis-alarms/alarm";
import type { AlarmNotification } from "../cis-alarms/notification";
import { insightsCondition } from "../filter-pattern/insights";
import type { ConsolePortal } from "../slack/console-portal";
import { insightsLink } from "../slack/links";
import { counted, numberText, utcText } from "../slack/wording";
import type { CountryOf } from "./actor-lines";
import { actorLines, actorName } from "./actor-lines";
import { inertText } from "./inert-text";
import { mailSubject } from "./subject";

/** What the log group said of the alarm's window. */
export type LookUp =
  | { readonly kind: "found"; readonly actors: readonly Actor[]; readonly truncated: boolean }
  /** `why` is a short word of AWS's or Node's, such as the name of an error. */
  | { readonly kind: "failed"; readonly why: string };

export interface AlarmMailParts {
  readonly alarm: CisAlarm;
  readonly notification: AlarmNotification;
  readonly lookUp: LookUp;
  readonly countryOf: CountryOf;
  /** Why no country is shown, where that is so. */
  readonly countryNote: string | undefined;
  readonly place: {
    readonly logGroup: string;
    readonly homeRegion: string | undefined;
    readonly portal?: ConsolePortal | undefined;
  };
}

export interface Mail {
  /** Fewer than 100 characters of ASCII. */
  readonly subject: string;
  readonly text: string;
}

const shownActors = 3;

/** The mail about a CIS alarm that has gone off: what happened, who did it, where to look, what to do. */
export function alarmMail(parts: AlarmMailParts): Mail {
  const { alarm, lookUp } = parts;
  return {
    subject: mailSubject(`CIS ${alarm.id} (${alarm.severity}) ${alarm.title}${byWhom(lookUp)}`, `CIS ${alarm.id}`),
    text: [headline(parts), who(parts), query(parts), whatToDo(alarm), origin(parts)].join("\n\n"),
  };
}

/** The mail about an alarm that is in no table, such as one that somebody has added to the topic. */
export function otherAlarmMail({ alarmName, description, state, atMs, account }: AlarmNotification): Mail {
  const name = inertText(alarmName, 255);
  return {
    subject: mailSubject(`${inertText(state, 20)}: ${name}`, "An alarm"),
    text: [
      `The alarm ${name} of account ${inertText(account, 20)} is in the state ${inertText(state, 20)} since ${utcOf(atMs)}.`,
      inertText(description, 1024),
    ].join("\n\n"),
  };
}

function byWhom(lookUp: LookUp): string {
  if (lookUp.kind === "failed") return "";
  const [first, ...others] = lookUp.actors;
  if (first === undefined) return "";
  return `: ${actorName(first)}${others.length === 0 ? "" : ` and ${counted(others.length, "other")}`}`;
}

function headline({ alarm, notification }: AlarmMailParts): string {
  const { fromMs, toMs, threshold, periodSeconds } = notification;
  const limit =
    threshold === undefined ? "" : ` The alarm goes off at ${numberText(threshold)} in ${duration(periodSeconds)}.`;
  return [
    `CIS AWS Foundations Benchmark ${alarm.id}: ${alarm.title}`,
    `From ${utcOf(fromMs)} to ${utcOf(toMs)}.${limit}`,
    `Severity ${alarm.severity}. ${alarm.why}`,
  ].join("\n");
}

function who({ lookUp, countryOf, countryNote, place }: AlarmMailParts): string {
  if (lookUp.kind === "failed") {
    return `WHO\n\nCould not be looked up (${inertText(lookUp.why, 60)}).`;
  }
  const { actors, truncated } = lookUp;
  if (actors.length === 0) return "WHO\n\nThe log group holds no matching call of that time any more, or not yet.";
  const shown = actors.slice(0, shownActors).map((actor, position) =>
    actorLines(actor, countryOf, place.portal)
      .map((line, index) => (index === 0 ? `${position + 1}. ${line}` : `   ${line}`))
      .join("\n"),
  );
  const others = actors.slice(shownActors);
  const left = others.reduce((sum, { calls }) => sum + calls, 0);
  return [
    "WHO",
    ...shown,
    ...(others.length === 0 ? [] : [`And ${counted(others.length, "more caller")} with ${counted(left, "call")}.`]),
    ...(truncated ? ["There were more calls than could be read in time: the numbers are the least there were."] : []),
    ...(countryNote === undefined ? [] : [countryNote]),
  ].join("\n\n");
}

/** Records may come in after the alarm has gone off, and an alarm that stays on mails no second time. */
const afterwardsMs = 30 * 60 * 1000;

function query({ alarm, notification, place }: AlarmMailParts): string {
  const { fromMs, toMs } = notification;
  const text = `fields @timestamp, eventName, userIdentity.arn, sourceIPAddress, errorCode, eventID\n| filter ${insightsCondition(alarm.pattern)}`;
  const link =
    place.homeRegion === undefined
      ? undefined
      : insightsLink(
          {
            region: place.homeRegion,
            logGroup: place.logGroup,
            query: text,
            startMs: fromMs,
            endMs: toMs + afterwardsMs,
          },
          place.portal,
        );
  return link === undefined
    ? `ALL CALLS\n\nIn CloudWatch Logs Insights, log group ${inertText(place.logGroup, 512)}:\n${text}`
    : `ALL CALLS\n\nIn CloudWatch Logs Insights, with the half hour after:\n${link}`;
}

function whatToDo({ runbook }: CisAlarm): string {
  return ["WHAT TO DO", runbook.map((step, position) => `${position + 1}. ${step}`).join("\n")].join("\n\n");
}

function origin({ alarm, notification: { alarmName, account } }: AlarmMailParts): string {
  const { technique } = alarm;
  return [
    ...(technique === undefined
      ? []
      : [`ATT&CK technique ${technique.id}, ${technique.name}: ${techniqueLink(technique)}`]),
    `Alarm ${inertText(alarmName, 255)} in account ${inertText(account, 20)}. While it stays in ALARM it mails no second time.`,
  ].join("\n");
}

function utcOf(atMs: number): string {
  return utcText(new Date(atMs).toISOString());
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
}
