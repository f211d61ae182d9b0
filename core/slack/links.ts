import { partitionOfRegion } from "../cloudtrail/partition";
import type { ConsolePortal } from "./console-portal";
import { throughPortal } from "./console-portal";

/** Region, event id and log group come from records and may be anybody's invention: what has not the right form gets no link. */
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP = /^[\w./#-]{1,512}$/;
/** Several links share one section of 3,000 characters. */
const MAX_LINK_LENGTH = 1200;
const LATEST_TIME_MS = 8.64e15;

function consoleAddress(region: string): string | undefined {
  if (!REGION.test(region)) return undefined;
  const { name, consoleHost } = partitionOfRegion(region);
  // An isolated region whose console is not known here must not be looked for on the public one.
  if (region.includes("-iso") && name === "aws") return undefined;
  return `https://${region}.${consoleHost}`;
}

/** True for CloudTrail's own event ids, which are UUIDs; not for the id of a log event, nor for what somebody made up. */
export function isEventId(eventId: string): boolean {
  return EVENT_ID.test(eventId);
}

/** The event's page in the CloudTrail console (event history, 90 days); undefined where region or id is not of the right form. */
export function eventLink(
  event: { readonly region: string; readonly eventId: string; readonly account?: string | undefined },
  portal?: ConsolePortal,
): string | undefined {
  const address = consoleAddress(event.region);
  if (address === undefined || !isEventId(event.eventId)) return undefined;
  const link = `${address}/cloudtrailv2/home?region=${event.region}#/events/${event.eventId}`;
  return throughPortal(link, event.account, portal);
}

/** Finding ids are 32 hexadecimal digits. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
const FINDING_ID = /^[0-9a-f]{32}$/i;

/** The finding's page in the GuardDuty console of its region; undefined where region or id is not of the right form. */
export function findingLink(
  finding: { readonly region: string; readonly findingId: string; readonly account?: string | undefined },
  portal?: ConsolePortal,
): string | undefined {
  const address = consoleAddress(finding.region);
  if (address === undefined || !FINDING_ID.test(finding.findingId)) return undefined;
  const link = `${address}/guardduty/home?region=${finding.region}#/findings?macros=current&fId=${finding.findingId}`;
  return throughPortal(link, finding.account, portal);
}

/** A CloudWatch dashboard; undefined where the region is not of the right form. */
export function dashboardLink(region: string, name: string): string | undefined {
  const address = consoleAddress(region);
  return address && `${address}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
}

/** The console's form of a string: a leading apostrophe, all but letters, digits, `_`, `-` and `.` as `*xx` or `**xxxx`. */
function consoleString(text: string): string {
  let encoded = "'";
  for (const unit of text.split("")) {
    const code = unit.charCodeAt(0);
    if (/[\w.-]/.test(unit)) encoded += unit;
    else encoded += code < 0x100 ? `*${code.toString(16).padStart(2, "0")}` : `**${code.toString(16).padStart(4, "0")}`;
  }
  return encoded;
}

/**
 * A query ready to run in CloudWatch Logs Insights, over a fixed time in UTC. AWS documents no address for this; the
 * form is what the console itself writes into its address bar (the notation is known as JSURL, with `$` for `%`).
 * Undefined where region, log group or times are not of the right form, or the address would be too long for Slack.
 */
export function insightsLink(
  search: {
    readonly region: string;
    readonly logGroup: string;
    readonly query: string;
    readonly startMs: number;
    readonly endMs: number;
  },
  portal?: ConsolePortal,
): string | undefined {
  const address = consoleAddress(search.region);
  const timesAreValid = [search.startMs, search.endMs].every((ms) => Math.abs(ms) < LATEST_TIME_MS);
  if (address === undefined || !LOG_GROUP.test(search.logGroup) || !timesAreValid) return undefined;
  const detail = [
    `end~${consoleString(new Date(search.endMs).toISOString())}`,
    `start~${consoleString(new Date(search.startMs).toISOString())}`,
    "timeType~'ABSOLUTE",
    "tz~'UTC",
    `editorString~${consoleString(search.query)}`,
    `source~(~${consoleString(search.logGroup)})`,
    "lang~'CWLI",
  ].join("~");
  // The tab at the end is the default one; without it the address would end in a bracket, which mail programs cut off.
  const link = `${address}/cloudwatch/home?region=${search.region}#logsV2:logs-insights$3FqueryDetail$3D~(${detail})$26tab$3Dlogs`;
  return link.length <= MAX_LINK_LENGTH ? throughPortal(link, portal?.account, portal) : undefined;
}
