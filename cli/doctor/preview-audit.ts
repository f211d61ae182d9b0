import { askerFor } from "../../clients/account-facts/asker";
import { sourceFacts } from "../../clients/account-facts/account-facts";
import type { Configuration } from "../../core/configuration/configuration";
import { sourceLines } from "../../core/doctor/diagnose";
import type { DoctorLine } from "../../core/doctor/line";
import { worstFirst } from "../../core/doctor/line";
import { drawLine } from "./draw-lines";

/** Longer than AWS takes to answer, shorter than a person waits. */
const usualPatienceMs = 15_000;

/** What a preview is for. */
export interface AuditedStack {
  readonly configuration: Configuration;
  readonly region: string;
  readonly profile: string | undefined;
}

/**
 * Says on standard error, before the engine starts, what an existing log group or bucket has that the stack is to read: slots and
 * who holds them, class, masking; the notifications as they are. Warns and never stops a preview: what can't be seen is said.
 */
export async function auditSource(stack: AuditedStack, patienceMs = usualPatienceMs): Promise<void> {
  for (const line of await auditLines(stack, patienceMs)) {
    process.stderr.write(`${drawLine(line, { width: Infinity, colour: process.stderr.isTTY === true })}\n`);
  }
}

async function auditLines(
  { configuration, region, profile }: AuditedStack,
  patienceMs: number,
): Promise<readonly DoctorLine[]> {
  const { trail } = configuration;
  if (trail.kind === "create") return [];
  const clock: { timer?: NodeJS.Timeout } = {};
  const late = new Promise<undefined>((resolve) => {
    clock.timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    const facts = await Promise.race([sourceFacts(configuration, askerFor({ region, profile })), late]);
    if (facts === undefined) return [unseenLine(`AWS did not answer within ${patienceMs / 1_000} s`)];
    return worstFirst(sourceLines({ place: { region }, ...facts }, configuration));
  } catch (error) {
    return [unseenLine((error as Error).message)];
  } finally {
    clearTimeout(clock.timer);
  }
}

function unseenLine(why: string): DoctorLine {
  return { level: "unseen", about: "the trail that is read", found: `could not be seen: ${why}` };
}
