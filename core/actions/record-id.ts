import { createHash } from "node:crypto";

import type { ActionName, Subject } from "./action";

/** RFC 4648's base32 in lower case: no digit in it looks like a letter of it. */
const letters = "abcdefghijklmnopqrstuvwxyz234567";

const lettersInId = 10;

/** Form of an action record's id, as people type it. */
export const recordIdForm = /^wa-[a-z2-7]{10}$/;

/**
 * The id of an action's record: "wa-" and ten letters that depend on the action, its subject and the occasion (the first
 * event's id) alone, so that a second delivery of the same event finds the first one's record.
 */
export function recordId(action: ActionName, subject: Pick<Subject, "account" | "id">, occasion: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([action, subject.account ?? null, subject.id, occasion]))
    .digest();
  let id = "wa-";
  for (let index = 0; index < lettersInId; index += 1) id += letters.charAt((digest[index] ?? 0) & 31);
  return id;
}
