import { findingName } from "../../clients/finding-memory";
import type { OriginDoubt, Signal } from "../../core/actions/action";
import { sourceOf } from "../../core/cloudtrail/source-address";
import type { FindingOrigin } from "../../core/findings/call";
import { subjectOf } from "../../core/findings/credential";
import type { Finding } from "../../core/findings/finding";
import { awsOwnership } from "../../core/keys/aws-addresses";
import { originDoubt } from "../../core/keys/origin-doubt";
import type { PlaybookStep } from "../../core/findings/playbook";
import { suspiciousKeyText } from "../../core/suspicious-keys/message";
import { logDecided } from "../actions/audit";
import { log } from "../post-denials/audit";
import type { FindingParts } from "./parts";

/**
 * Hands each credential that something may be done about to the topic `suspicious-keys`, where it is decided on as any other
 * report is, and states of the others why nothing is done. Doing it twice leads to one decision. Throws what AWS says.
 */
export async function handOver(
  finding: Finding,
  steps: readonly PlaybookStep[],
  parts: FindingParts,
  nowMs: number,
): Promise<void> {
  for (const step of steps) {
    if (step.kind === "report") await report(finding, step, parts, nowMs);
    else stateDecision(finding, step);
  }
}

/** States of each credential that its finding was handled before. */
export function stateRepeat(finding: Finding, steps: readonly PlaybookStep[]): void {
  for (const step of steps) {
    if (step.kind === "tell") stateDecision(finding, step);
    else stateDecision(finding, { ...step, verdict: "skip", reason: "already-handled" });
  }
}

function stateDecision(
  { id }: Finding,
  {
    actor,
    credential,
    verdict,
    reason,
  }: Pick<PlaybookStep, "actor" | "credential"> &
    (
      | Pick<Extract<PlaybookStep, { kind: "tell" }>, "verdict" | "reason">
      | { readonly verdict: "skip"; readonly reason: "already-handled" }
    ),
): void {
  logDecided({ action: credential.action, subject: subjectOf(actor, credential), verdict, reason, eventIds: [id] });
}

async function report(
  finding: Finding,
  { actor, credential, modeAtMost, severalActors }: Extract<PlaybookStep, { kind: "report" }>,
  { store, suspiciousKeys }: FindingParts,
  nowMs: number,
): Promise<void> {
  const { id, type, severity, call, region, updatedAtMs } = finding;
  const { userName, userType, principalId, account } = actor;
  if (!("accessKeyId" in credential)) return;
  const { accessKeyId } = credential;
  const [origin] = call.origins;
  const text = `GuardDuty: ${type}${severity === undefined ? "" : `, severity ${severity}`}`;
  const doubts = doubtsOf(call.origins);
  const [doubt] = doubts;
  const atMs = Math.min(updatedAtMs ?? nowMs, nowMs);
  const signal: Signal = { kind: "guardduty", atMs, text, ...(doubt === undefined ? {} : { doubt }) };
  // Written down before it is said: who acts on a signal goes by what is written, not by what a message claims.
  await store.noteSignal(accessKeyId, signal);
  await suspiciousKeys.publish(
    suspiciousKeyText({
      accessKeyId,
      signals: [signal],
      eventIds: [id],
      finding: findingName(finding.account, id),
      modeAtMost,
      ...(severalActors ? { severalActors } : {}),
      ...(doubts.includes("aws-owned-address") ? { awsOwned: true } : {}),
      ...(doubts.includes("unknown-origin") ? { originUnknown: true } : {}),
      ...present({ userName, account, region, principalId, event: call.name }),
      ...present({ principalType: userType === "Role" ? "AssumedRole" : userType, userAgent: call.userAgent }),
      ...present({ address: origin?.address, country: origin?.country }),
      ...(updatedAtMs === undefined ? {} : { seenAtMs: updatedAtMs }),
    }),
  );
  log("reported", { accessKeyId, signals: [signal.kind], eventIds: [id] });
}

/** A caller who is a service or a resource of another account has no address, and says as little as one of no address at all. */
function doubtsOf(origins: readonly FindingOrigin[]): readonly OriginDoubt[] {
  if (origins.length === 0) return ["unknown-origin"];
  const isAwsOwned = awsOwnership();
  return origins.flatMap(({ address }) => originDoubt(sourceOf({ sourceIPAddress: address }), isAwsOwned) ?? []);
}

function present<Name extends string>(
  texts: Readonly<Record<Name, string | undefined>>,
): Partial<Readonly<Record<Name, string>>> {
  const entries = Object.entries(texts).filter(([, text]) => text !== undefined);
  return Object.fromEntries(entries) as Partial<Readonly<Record<Name, string>>>;
}
