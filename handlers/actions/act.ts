import type { NotifyReason } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import { logDecided } from "./audit";
import { compose } from "./compose";
import { fail } from "./fail";
import { conclude } from "./finish";
import { claim, claiming, remember } from "./remember";
import type { Facts, Performed } from "./responder";
import type { Round } from "./round";
import { versionOf } from "./round";
import type { Weighed } from "./weigh";
import { reservationOf } from "./weigh";

/** What acting has come to where nothing was changed: another invocation was faster, or a last doubt. */
export type Unacted = "conflict" | { readonly doubt: NotifyReason };

/**
 * Changes the subject: claims it, takes room under the caps, writes the record, changes, completes the record, tells. Whatever
 * can't be written before the change leaves the subject as it is.
 */
export async function act<Request>(
  unclaimed: Round<Request>,
  facts: Facts,
  weighed: Weighed,
): Promise<Unacted | undefined> {
  const round = claiming(unclaimed);
  const { parts, responder, request, nowMs } = round;
  const claimed = await written(() => claim(round));
  if (claimed !== true) return claimed;
  const room = await parts.store.reserve(reservationOf(round, facts), parts.settings.limits);
  if (room !== "room") return { doubt: room };
  const { reason } = weighed.decision;
  const begun: ActionRecord = {
    ...compose(round, { state: "begun", verdict: "done", reason, facts, weighed }),
    before: facts.before ?? null,
  };
  const begins = await written(() => parts.store.saveRecord(begun, versionOf(round)));
  if (begins !== true) {
    await remember(round);
    return begins;
  }
  const here: Round<Request> = { ...round, earlier: { value: begun, version: versionOf(round) + 1 } };
  let performed: Performed;
  try {
    performed = await responder.perform(request, facts, nowMs);
  } catch (error) {
    await fail(here, { error, facts });
    return undefined;
  }
  await complete(here, performed, facts);
  return undefined;
}

/** Completes the record of a change that was made, now or in an earlier try, and tells of it. */
export async function complete<Request>(
  round: Round<Request>,
  performed: Performed,
  facts: Facts | undefined,
): Promise<void> {
  const { parts, earlier, sighting } = round;
  if (performed.outcome === "not-read-back") {
    const error = new Error("the change was accepted, and the subject still looks as it did before");
    return fail(round, { error, reason: "not-read-back", facts });
  }
  const record: ActionRecord =
    performed.outcome === "gone"
      ? compose(round, { state: "told", verdict: "skip", reason: "gone", facts })
      : {
          ...compose(round, { state: "done", verdict: "done", reason: earlier?.value.reason ?? "seen", facts }),
          after: performed.after,
        };
  // Not written, the change stays recorded as begun, and a retry finds it done.
  if (!(await parts.store.saveRecord(record, versionOf(round)))) {
    throw new Error(`the record ${record.id} was written by others while the change was made`);
  }
  logDecided({ ...record, eventIds: sighting.eventIds, record: record.id });
  await conclude(round, { value: record, version: versionOf(round) + 1 });
}

async function written(write: () => Promise<boolean>): Promise<true | Unacted> {
  try {
    return (await write()) ? true : "conflict";
  } catch {
    return { doubt: "record-unwritable" };
  }
}
