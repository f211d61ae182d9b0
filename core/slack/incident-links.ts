import type { Principal } from "../denials/denial";
import { withoutKeyIds } from "./escape";
import type { IncidentView } from "./incident-view";
import { insightsQuery } from "./insights-query";
import type { InsightsFilter } from "./insights-query";
import { eventLink, insightsLink, isEventId } from "./links";
import { timeMs } from "./wording";

/** CloudTrail delivers to CloudWatch Logs within minutes, and a log event bears the time of delivery or of the call. */
const BEFORE_MS = 5 * 60 * 1000;
const AFTER_MS = 30 * 60 * 1000;

/** Which field below `userIdentity` bears the name of a principal without ARN. */
const NAME_FIELDS: Readonly<Record<string, "userName" | "invokedBy" | "accountId">> = Object.freeze({
  IAMUser: "userName",
  AWSService: "invokedBy",
  AWSAccount: "accountId",
});

function principalFilter({ arn, type, name }: Principal): InsightsFilter {
  if (arn !== undefined) return { principalArn: arn };
  const field = Object.hasOwn(NAME_FIELDS, type) ? NAME_FIELDS[type] : undefined;
  const isInRecord = field === "accountId" ? /^\d{12}$/.test(name) : name !== "unknown" && !name.includes(" ");
  return field !== undefined && isInRecord ? { identity: { field, value: name } } : {};
}

function filterOf(view: IncidentView): InsightsFilter {
  const { sample, kind } = view;
  const { eventSource, action } = sample;
  // Failed sign-ins have no error code in the record; the one in the denial is Warden's own word.
  const errorCode = sample.kind === "denial" ? { errorCode: sample.code } : {};
  const principal = principalFilter(sample.principal);
  if (kind === "enumeration" || kind === "self") return { ...principal, byAction: true };
  const { policyArn } = sample.refusal;
  if (kind === "spread" && view.actionCount > 1 && policyArn !== undefined) return { messagePart: policyArn };
  if (kind === "spread") return { eventSource, action, ...errorCode };
  if (view.count === 1 && isEventId(sample.eventId)) return { eventId: sample.eventId };
  return { ...principal, eventSource, action, ...errorCode };
}

function searchLink(view: IncidentView): string | undefined {
  const [first, last] = [timeMs(view.firstAt), timeMs(view.lastAt)];
  if (view.logGroup === undefined || view.homeRegion === undefined) return undefined;
  if (view.kind === "unreadable" || first === undefined || last === undefined) return undefined;
  const query = insightsQuery(filterOf(view));
  // A link must not carry a whole key id either; a name that looks like one is looked up by hand.
  if (withoutKeyIds(query) !== query) return undefined;
  const [startMs, endMs] = [Math.min(first, last) - BEFORE_MS, Math.max(first, last) + AFTER_MS];
  return insightsLink({ region: view.homeRegion, logGroup: view.logGroup, query, startMs, endMs }, view.portal);
}

function labelled(link: string | undefined, label: string): string[] {
  return link === undefined ? [] : [`<${link}|${label}>`];
}

/** A link to the sample in the CloudTrail console, as mrkdwn; none where the record does not allow one. */
export function eventLinks(view: IncidentView): string[] {
  return labelled(view.kind === "unreadable" ? undefined : eventLink(view.sample, view.portal), "Event in CloudTrail");
}

/** Links to the event and to a ready query, as mrkdwn. */
export function incidentLinks(view: IncidentView): string[] {
  return [...eventLinks(view), ...labelled(searchLink(view), "Query in Logs Insights")];
}
