import type { FindingMemory } from "../../clients/finding-memory";
import { isHigh } from "../../core/findings/finding";
import { findingMail } from "../../core/mail/finding-mail";
import type { FindingView } from "../../core/slack/finding-message";
import { findingMessage } from "../../core/slack/finding-message";
import { log, logPosted } from "../post-denials/audit";
import type { FindingParts } from "./parts";

/** What telling has come to: what is to be remembered, and what failed on the way. */
export interface Telling {
  readonly changes: Partial<FindingMemory>;
  readonly failure?: Error | undefined;
}

type Channels = Pick<FindingParts, "channel" | "mail">;

/** Tells people of a finding, on the channel and by e-mail, each once. Never throws, so that what was told can be written down. */
export async function tellOfFinding(
  view: FindingView,
  memory: Pick<FindingMemory, "toldAtMs" | "mailedAtMs">,
  { channel, mail }: Channels,
  nowMs: number,
): Promise<Telling> {
  const eventIds = [view.finding.id];
  let changes: Partial<FindingMemory> = {};
  const failures: Error[] = [];
  const attempt = async (wanted: boolean, step: () => Promise<Partial<FindingMemory>>) => {
    if (!wanted) return;
    try {
      const made = await step();
      changes = { ...changes, ...made };
    } catch (error) {
      failures.push(error as Error);
    }
  };
  await Promise.all([
    attempt(channel !== undefined && memory.toldAtMs === undefined, async () => {
      const message = await channel?.post(findingMessage(view), nowMs);
      logPosted(eventIds, { finding: view.finding.id, update: false });
      return { toldAtMs: nowMs, message };
    }),
    attempt(memory.mailedAtMs === undefined, async () => {
      const { subject, text } = findingMail(view);
      await mail.publish(text, subject);
      if (channel !== undefined) return { mailedAtMs: nowMs };
      logPosted(eventIds, { finding: view.finding.id, update: false });
      return { mailedAtMs: nowMs, toldAtMs: nowMs };
    }),
  ]);
  return { changes, failure: failures[0] };
}

/** Brings the message up to date where the channel can do that. Never throws: what was told stands. */
export async function updateMessage(
  view: FindingView,
  { message }: Pick<FindingMemory, "message">,
  { channel }: Pick<Channels, "channel">,
  nowMs: number,
): Promise<void> {
  if (message === undefined || channel?.updates !== true) return;
  await unlessItFails(async () => {
    await channel.update(message, findingMessage(view), nowMs);
    logPosted([], { finding: view.finding.id, update: true });
  });
}

/**
 * Tells what the investigation has found: in the message itself where the channel can update it, else in a second one, for
 * high findings alone; and in a second e-mail, because the first one did not wait for it. Never throws.
 */
export async function tellOfInvestigation(
  view: FindingView,
  { message, found }: Pick<FindingMemory, "message"> & { readonly found: boolean },
  { channel, mail }: Channels,
  nowMs: number,
): Promise<void> {
  if (message !== undefined && channel?.updates === true) await updateMessage(view, { message }, { channel }, nowMs);
  if (!found) return;
  const followUp = { ...view, isFollowUp: true };
  if (channel?.updates === false && isHigh(view.finding)) {
    await unlessItFails(async () => {
      await channel.post(findingMessage(followUp), nowMs);
      logPosted([], { finding: view.finding.id, update: false });
    });
  }
  await unlessItFails(async () => {
    const { subject, text } = findingMail(followUp);
    await mail.publish(text, subject);
  });
}

async function unlessItFails(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    log("not-told", { why: (error as Error).message.slice(0, 200) });
  }
}
