import type { KeyAccess, UserKey } from "../../clients/keys";
import type { ActionRecord } from "../../core/actions/record";
import type { Responder, Undone } from "../actions/responder";
import type { KeyBefore } from "./look-at";

/** The undoing of `disable-key`, for a function as for a person's own credentials: makes the key active again. */
export function keyUndo(keys: Pick<KeyAccess, "keysOf" | "setActive">): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "disable-key",
    async undo(record): Promise<Undone> {
      const before = keyBefore(record);
      const key = await listedKey(keys, before);
      if (key === undefined) return "gone";
      if (key.isActive) return "already-so";
      return (await keys.setActive(before.userName, before.accessKeyId, true)) ? "restored" : "gone";
    },
  };
}

/** The key as IAM lists it; undefined where it or its user is gone. */
export async function listedKey(
  keys: Pick<KeyAccess, "keysOf">,
  { userName, accessKeyId }: KeyBefore,
): Promise<UserKey | undefined> {
  return (await keys.keysOf(userName))?.find((one) => one.accessKeyId === accessKeyId);
}

/** What the record says the key was before. Throws where it does not. */
export function keyBefore({ before, id }: ActionRecord): KeyBefore {
  if (isKeyBefore(before)) return before;
  throw new Error(`the record ${id} does not say what the key was before`);
}

/** Records are read back from a table: what is not of the right form is not acted on. */
export function isKeyBefore(value: unknown): value is KeyBefore {
  const { userName, accessKeyId, isActive } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof userName === "string" && userName !== "" && typeof accessKeyId === "string" && isActive === true;
}
