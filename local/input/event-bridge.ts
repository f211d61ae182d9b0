import { createHash } from "node:crypto";
import { textAt, valueAt } from "../../core/cloudtrail/record";
import { described, parseEventTime } from "./event-time";
import type { EventBridgeItem, Place, Problem } from "./items";

const dayMs = 24 * 60 * 60 * 1000;

/** An event as EventBridge hands it to a function. */
export function isEvent(value: Record<string, unknown>): boolean {
  return "detail-type" in value && "source" in value && typeof value["detail"] === "object" && value["detail"] !== null;
}

/** A GuardDuty finding without its envelope, as GuardDuty exports findings to S3. */
export function isFinding(value: Record<string, unknown>): boolean {
  return (
    "schemaVersion" in value && "type" in value && typeof value["service"] === "object" && value["service"] !== null
  );
}

/**
 * The event that EventBridge would have made of the finding
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html). The event's id is made of the
 * finding's id and its last update, so that a repeated finding is another event.
 */
export function wrapFinding(finding: Record<string, unknown>): Record<string, unknown> {
  const hash = createHash("sha256")
    .update(JSON.stringify([finding["id"], finding["updatedAt"]]))
    .digest("hex");
  return {
    version: "0",
    id: hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    "detail-type": "GuardDuty Finding",
    source: "aws.guardduty",
    account: finding["accountId"],
    time: finding["updatedAt"] ?? finding["createdAt"],
    region: finding["region"],
    resources: [],
    detail: finding,
  };
}

/** The event under the time at which it is played, or why it cannot be. */
export function interpretEvent(
  event: Record<string, unknown>,
  place: Place,
): { item: EventBridgeItem; warning?: string } | { problem: Problem } {
  const time = event["time"];
  const isGuardDuty = event["detail-type"] === "GuardDuty Finding";
  const ownTime = textAt(event, "detail", isGuardDuty ? "updatedAt" : "eventTime");
  const ownMs = ownTime === undefined ? undefined : parseEventTime(ownTime);
  const envelopeMs = typeof time === "string" ? parseEventTime(time) : undefined;
  const isFarOff =
    isGuardDuty && ownMs !== undefined && envelopeMs !== undefined && Math.abs(envelopeMs - ownMs) > dayMs;
  const atMs = isFarOff ? ownMs : (envelopeMs ?? ownMs);
  if (atMs === undefined) return { problem: { origin: place.origin, why: `cannot be played: ${timeFound(time)}` } };
  const item: EventBridgeItem = { kind: "eventbridge", atMs, event, origin: place.origin };
  if (!isFarOff) return { item };
  const finding = textAt(valueAt(event, "detail"), "id") ?? "without id";
  const warning = `${place.origin}: finding ${printable(finding)}: envelope time ${described(time)} is more than a day away from updatedAt ${described(ownTime)}, which is used`;
  return { item, warning };
}

function timeFound(time: unknown): string {
  if (time === undefined) return "no time";
  return typeof time === "string" ? `time ${described(time)} is not a time` : `time is ${described(time)}`;
}

function printable(text: string): string {
  return text.replace(/\p{C}+/gu, " ").slice(0, 80);
}
