import type { Kept } from "../../clients/state-table";
import type { ActionRecord } from "../../core/actions/record";
import { log } from "../post-denials/audit";
import type { ResponderParts } from "./parts";
import { announce } from "./incident";
import { remember, rememberWith } from "./remember";
import type { Responder } from "./responder";
import type { Round } from "./round";
import { tell } from "./tell";
import type { WakeMessage } from "./wake-message";

/** Tries where another invocation writes the same record at the same time. */
const mostConflicts = 4;

/**
 * What is left to do once a record stands: tell people, arrange the later look or the expiry. Each step that succeeds is
 * written down, so that a retry takes up what is left. Throws what failed, after all of them were tried.
 */
export async function finish(
  kept: Kept<ActionRecord>,
  responder: Pick<Responder<unknown>, "secondLook" | "incidentOf">,
  parts: ResponderParts,
  nowMs: number,
): Promise<ActionRecord> {
  const { record, failures } = await takeSteps(kept.value, responder, parts, nowMs);
  await keep(record, kept, parts);
  if (failures[0] !== undefined) throw failures[0];
  return record;
}

/** `finish` for the record that this round has written, which becomes the subject's newest whether people could be told or not. */
export async function conclude<Request>(round: Round<Request>, kept: Kept<ActionRecord>): Promise<void> {
  const { responder, parts, nowMs } = round;
  const { record, failures } = await takeSteps(kept.value, responder, parts, nowMs);
  const [failure] = failures;
  const isChanged = record !== kept.value;
  if (failure === undefined && isChanged && (await rememberWith(round, { ...kept, value: record }))) return;
  await keep(record, kept, parts);
  await remember(round, failure === undefined ? record : kept.value);
  if (failure !== undefined) throw failure;
}

/** The record with each step that succeeded: the very one that it was where nothing was left to do. */
async function takeSteps(
  record: ActionRecord,
  responder: Pick<Responder<unknown>, "secondLook" | "incidentOf">,
  parts: ResponderParts,
  nowMs: number,
): Promise<{ readonly record: ActionRecord; readonly failures: readonly Error[] }> {
  const failures: Error[] = [];
  const told = await tell(record, parts, nowMs);
  if (told.failure !== undefined) failures.push(told.failure);
  const announced = await announcedOr(told.record, responder, parts, nowMs, failures);
  return { record: await followUp(announced, responder, parts, nowMs, failures), failures };
}

async function announcedOr(
  record: ActionRecord,
  responder: Pick<Responder<unknown>, "incidentOf">,
  parts: ResponderParts,
  nowMs: number,
  failures: Error[],
): Promise<ActionRecord> {
  try {
    return await announce(record, responder, parts, nowMs);
  } catch (error) {
    failures.push(error as Error);
    return record;
  }
}

async function followUp(
  record: ActionRecord,
  { secondLook }: Pick<Responder<unknown>, "secondLook">,
  { wake }: ResponderParts,
  nowMs: number,
  failures: Error[],
): Promise<ActionRecord> {
  const later = laterOf(record, secondLook?.afterSeconds, nowMs);
  if (record.followUp !== undefined || later === undefined) return record;
  try {
    await wake.send(later.message, later.delaySeconds);
    return { ...record, followUp: "queued" };
  } catch (error) {
    failures.push(error as Error);
    return record;
  }
}

function laterOf(
  record: ActionRecord,
  secondLookSeconds: number | undefined,
  nowMs: number,
): { readonly message: WakeMessage; readonly delaySeconds: number } | undefined {
  if (record.state === "done" && secondLookSeconds !== undefined) {
    return { message: { warden: "second-look", record: record.id }, delaySeconds: secondLookSeconds };
  }
  if (record.state !== "asked" || record.askedUntilMs === undefined) return undefined;
  return { message: { warden: "expire", record: record.id }, delaySeconds: (record.askedUntilMs - nowMs) / 1000 };
}

/** Writes down what was told. Where the record was changed meanwhile, as by an answer, only what still holds. */
async function keep(record: ActionRecord, kept: Kept<ActionRecord>, { store }: ResponderParts): Promise<void> {
  if (record === kept.value) return;
  try {
    if (await store.saveRecord(record, kept.version)) return;
    for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
      const changed = await store.record(record.id);
      if (changed === undefined) return;
      const { message, firstToldAtMs, told, mailed, followUp, state } = record;
      const here = { ...changed.value, message, firstToldAtMs };
      const merged = changed.value.state === state ? { ...here, told, mailed, followUp } : here;
      if (await store.saveRecord(merged, changed.version)) return;
    }
  } catch (error) {
    // What people were told stands; failing here would have them told again.
    log("not-kept", { record: record.id, why: (error as Error).name });
  }
}
