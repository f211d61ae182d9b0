import type { ProbeFault } from "../../core/probe/judge";
import { mailSubject } from "../../core/mail/subject";
import { plainTextOf } from "../../core/slack/plain-text";
import { probeFaultMessage } from "../../core/slack/probe-message";
import { log, logPosted } from "../post-denials/audit";
import type { ProbeParts } from "./parts";

/**
 * Tells people of what is broken, over the channels that are not. Where none of them takes it, it throws, so that Lambda tries
 * again and then the dead-letter alarm goes off.
 */
export async function raise(faults: readonly ProbeFault[], parts: ProbeParts, nowMs: number): Promise<void> {
  const failures: Error[] = [];
  const told = { slack: await tellSlack(faults, parts, nowMs, failures), mail: false };
  const unsaid = told.slack ? faults.filter(({ tell }) => tell.includes("mail")) : faults;
  if (unsaid.length > 0) told.mail = await tellByMail(unsaid, parts, failures);
  log("probe-fault", { faults: faults.map(({ what }) => what), told });
  if (!told.slack && !told.mail) throw failures[0] ?? new Error("nobody could be told");
}

async function tellSlack(
  faults: readonly ProbeFault[],
  { slack }: ProbeParts,
  nowMs: number,
  failures: Error[],
): Promise<boolean> {
  const forSlack = faults.filter(({ tell }) => tell.includes("slack"));
  if (slack === undefined || forSlack.length === 0) return false;
  try {
    await slack.post(probeFaultMessage(forSlack.map(({ what }) => what)), nowMs);
    logPosted([], { update: false });
    return true;
  } catch (error) {
    failures.push(error as Error);
    return false;
  }
}

async function tellByMail(faults: readonly ProbeFault[], { mail }: ProbeParts, failures: Error[]): Promise<boolean> {
  const message = probeFaultMessage(faults.map(({ what }) => what));
  try {
    await mail.publish(plainTextOf(message), mailSubject(message.text, "API Warden probe"));
    return true;
  } catch (error) {
    failures.push(error as Error);
    return false;
  }
}
