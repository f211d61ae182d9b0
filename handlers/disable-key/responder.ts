import type { UserKey } from "../../clients/keys";
import type { ActionRecord } from "../../core/actions/record";
import { quoted } from "../../core/keys/impact";
import type { Facts, Performed, Responder, SecondLook, Undone } from "../actions/responder";
import type { KeyBefore, KeyParts } from "./look-at";
import { lookAtKey } from "./look-at";
import type { KeyRequest } from "./request";
import { sightingOf } from "./request";

/** IAM needs some seconds until a change holds everywhere; what was made meanwhile with the key shows after them. */
const secondLookAfterSeconds = 30;

/** A key made so long before the change, while another was in strange hands, may be the stranger's. */
const suspectForMs = 3_600_000;

/** The action `disable-key`: one long-term key of an IAM user, made inactive and nothing else. */
export function keyResponder(parts: KeyParts): Responder<KeyRequest> {
  const { keys } = parts;

  /** The key as IAM lists it; undefined where it or its user is gone. */
  async function listed({ userName, accessKeyId }: KeyBefore): Promise<UserKey | undefined> {
    return (await keys.keysOf(userName))?.find((one) => one.accessKeyId === accessKeyId);
  }

  async function perform(_request: KeyRequest, { before }: Facts): Promise<Performed> {
    if (!isKeyBefore(before)) throw new Error("disable-key: what the key was before is not known");
    const changed = await keys.setActive(before.userName, before.accessKeyId, false);
    const key = changed ? await listed(before) : undefined;
    if (key === undefined) return { outcome: "gone" };
    return { outcome: key.isActive ? "not-read-back" : "done", after: { isActive: key.isActive } };
  }

  async function look(record: ActionRecord): Promise<SecondLook<KeyRequest>> {
    const before = beforeOf(record);
    const all = await keys.keysOf(before.userName);
    if (all === undefined) return { contained: true, lines: ["The user is gone."] };
    const key = all.find((one) => one.accessKeyId === before.accessKeyId);
    if (key?.isActive === true) {
      return next(record, before, before.accessKeyId, "The key is active again, half a minute after it was disabled.");
    }
    const fromMs = record.createdAtMs - suspectForMs;
    const newer = all.find((one) => one.isActive && one !== key && (one.createdAtMs ?? fromMs) >= fromMs);
    if (newer !== undefined) {
      const because = `Made for the same user within the hour before a key of the user's was disabled, or since.`;
      return next(record, before, newer.accessKeyId, because);
    }
    const others = all.filter((one) => one.isActive).length;
    return {
      contained: true,
      lines: [
        `The key is still inactive; user ${quoted(before.userName)} has ${others === 0 ? "no other active key" : `${others} older active key`}.`,
        "Sessions made with the key before may go on for up to 36 hours.",
      ],
    };
  }

  return {
    action: "disable-key",
    sighting: sightingOf,
    lookAt: (request, nowMs) => lookAtKey(request, parts, nowMs),
    perform,
    async isAlreadyDone(record) {
      if (!isKeyBefore(record.before)) return false;
      const key = await listed(record.before);
      return key?.isActive === false ? { after: { isActive: false } } : false;
    },
    async undo(record): Promise<Undone> {
      const before = beforeOf(record);
      const key = await listed(before);
      if (key === undefined) return "gone";
      if (key.isActive) return "already-so";
      return (await keys.setActive(before.userName, before.accessKeyId, true)) ? "restored" : "gone";
    },
    secondLook: { afterSeconds: secondLookAfterSeconds, look },
  };
}

function next(
  record: ActionRecord,
  { userName }: KeyBefore,
  accessKeyId: string,
  because: string,
): SecondLook<KeyRequest> {
  const key = {
    accessKeyId,
    userName,
    signals: [],
    eventIds: record.eventIds,
    seenAtMs: record.changedAtMs,
    ...(record.subject.account === undefined ? {} : { account: record.subject.account }),
  };
  return {
    contained: false,
    next: { key, occasion: `${record.id} second look at ${accessKeyId}`, askedBecause: because },
  };
}

function beforeOf({ before, id }: ActionRecord): KeyBefore {
  if (isKeyBefore(before)) return before;
  throw new Error(`the record ${id} does not say what the key was before`);
}

/** Records are read back from a table: what is not of the right form is not acted on. */
function isKeyBefore(value: unknown): value is KeyBefore {
  const { userName, accessKeyId, isActive } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof userName === "string" && userName !== "" && typeof accessKeyId === "string" && isActive === true;
}
