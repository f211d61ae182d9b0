import type { PostedMessage } from "../../clients/slack";
import type { ActionRecord } from "../../core/actions/record";
import { actionMessage } from "../../core/slack/action-message";
import { alarmingReasons } from "../../core/slack/action-words";
import type { SlackMessage } from "../../core/slack/message";
import { logPosted } from "../post-denials/audit";
import type { ResponderParts } from "./parts";

/** What telling has come to: the record as it is to be kept, and what failed on the way. */
export interface Telling {
  readonly record: ActionRecord;
  readonly failure?: Error | undefined;
}

/** Verdicts that are mailed beside Slack. */
const mailedVerdicts: readonly ActionRecord["verdict"][] = Object.freeze(["done", "ask", "failed"]);

/**
 * Tells people of the record's state, each channel once: what the record says was told is not told again. Never throws, so
 * that what was told can be written down. `recorded`: whether the record is kept, so that commands can name it.
 */
export async function tell(
  record: ActionRecord,
  { channel, mail, place, settings }: ResponderParts,
  nowMs: number,
  { recorded = true } = {},
): Promise<Telling> {
  const message = actionMessage({ record, place, recorded, buttons: settings.interactive });
  const changes: { told: boolean; mailed?: boolean | undefined; message?: PostedMessage | undefined } = {
    told: record.told,
    mailed: record.mailed,
    message: record.message,
  };
  const failures: Error[] = [];
  await attempt(failures, !changes.told, async () => {
    changes.message = await postOrUpdate(record, message, { channel }, nowMs);
    changes.told = true;
  });
  const wantsMail = mail !== undefined && changes.mailed !== true && isMailed(record);
  await attempt(failures, wantsMail, async () => {
    await mail?.post(message, nowMs);
    changes.mailed = true;
  });
  if (isNothingTold(record, changes) && failures.length === 0) return { record };
  const firstToldAtMs = record.firstToldAtMs ?? (changes.told ? nowMs : undefined);
  return { record: { ...record, ...changes, firstToldAtMs }, failure: failures[0] };
}

function isNothingTold(record: ActionRecord, { told, mailed }: Pick<ActionRecord, "told" | "mailed">): boolean {
  return record.told === told && record.mailed === mailed;
}

function isMailed({ verdict, reason }: ActionRecord): boolean {
  return mailedVerdicts.includes(verdict) || alarmingReasons.includes(reason);
}

async function attempt(failures: Error[], wanted: boolean, step: () => Promise<void>): Promise<void> {
  if (!wanted) return;
  try {
    await step();
  } catch (error) {
    failures.push(error as Error);
  }
}

/** A later state replaces the message where the channel can do that. The events are accounted for by the first message alone. */
async function postOrUpdate(
  record: ActionRecord,
  message: SlackMessage,
  { channel }: Pick<ResponderParts, "channel">,
  nowMs: number,
): Promise<PostedMessage | undefined> {
  const eventIds = record.firstToldAtMs === undefined ? record.eventIds : [];
  if (record.message !== undefined && channel.updates) {
    await channel.update(record.message, message, nowMs);
    logPosted(eventIds, { record: record.id, update: true });
    return record.message;
  }
  const posted = await channel.post(message, nowMs);
  logPosted(eventIds, { record: record.id, update: false });
  return posted;
}
