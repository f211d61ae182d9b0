import type { Subject } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import { quoted } from "../../core/keys/impact";
import type { Facts, Performed, Responder, SecondLook } from "../actions/responder";
import { keysOfAccount } from "./identify";
import type { KeyBefore, KeyParts } from "./look-at";
import { lookAtKey } from "./look-at";
import type { KeyRequest } from "./request";
import { keyIncident, sightingOf } from "./request";
import { isKeyBefore, keyBefore, keyUndo, listedKey } from "./undo";

/** IAM needs some seconds until a change holds everywhere; what was made meanwhile with the key shows after them. */
const secondLookAfterSeconds = 30;

/** A key made so long before the change, while another was in strange hands, may be the stranger's. */
const suspectForMs = 3_600_000;

/** The action `disable-key`: one long-term key of an IAM user, made inactive and nothing else. */
export function keyResponder(parts: KeyParts): Responder<KeyRequest> {
  const { reach } = parts;
  const keysOf = ({ account }: Subject) => keysOfAccount(account, parts.keys, reach);

  async function perform(_request: KeyRequest, { before, subject }: Facts): Promise<Performed> {
    const keys = keysOf(subject);
    if (!isKeyBefore(before)) throw new Error("disable-key: what the key was before is not known");
    const changed = await keys.setActive(before.userName, before.accessKeyId, false);
    const key = changed ? await listedKey(keys, before) : undefined;
    if (key === undefined) return { outcome: "gone" };
    return { outcome: key.isActive ? "not-read-back" : "done", after: { isActive: key.isActive } };
  }

  async function look(record: ActionRecord): Promise<SecondLook<KeyRequest>> {
    const before = keyBefore(record);
    const all = await keysOf(record.subject).keysOf(before.userName);
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
        `The key is still inactive; user ${quoted(before.userName)} has ${others === 0 ? "no other active key" : counted(others)}.`,
        "Sessions made with the key before may go on for up to 36 hours.",
      ],
    };
  }

  return {
    action: "disable-key",
    undo: (record) => keyUndo(keysOf(record.subject)).undo(record),
    sighting: sightingOf,
    lookAt: (request, nowMs) => lookAtKey(request, parts, nowMs),
    perform,
    async isAlreadyDone(record) {
      if (!isKeyBefore(record.before)) return false;
      const key = await listedKey(keysOf(record.subject), record.before);
      return key?.isActive === false ? { after: { isActive: false } } : false;
    },
    incidentOf: keyIncident,
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

function counted(others: number): string {
  return `${others} older active key${others === 1 ? "" : "s"}`;
}
