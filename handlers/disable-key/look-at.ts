import type { ActionStore } from "../../clients/action-store";
import type { KeyHistory } from "../../clients/key-history";
import type { KeyAccess } from "../../clients/keys";
import type { Signal } from "../../core/actions/action";
import type { OriginCheck } from "../../core/keys/country-check";
import type { Facts } from "../actions/responder";
import { askAtMost } from "./caution";
import { describe } from "./describe";
import type { Reach } from "./identify";
import { identify } from "./identify";
import { recentUse } from "./recent-use";
import type { KeyRequest } from "./request";
import type { DisableKeySettings } from "./settings";

/** What looking at a key and changing it takes. */
export interface KeyParts {
  readonly settings: DisableKeySettings;
  readonly keys: KeyAccess;
  readonly history: KeyHistory;
  readonly store: Pick<ActionStore, "signals">;
  readonly check: OriginCheck;
  readonly reach: Reach;
}

/** The state of a key that is disabled, from which it can be restored. Plain data. */
export interface KeyBefore {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly isActive: true;
}

/** What is known of a key, and of whose it is. */
export interface KeyFacts extends Facts {
  /** Name of the user whose key it is; absent where nobody knows, or nobody asked. */
  readonly user?: string | undefined;
}

/** Looks at a key as it is now. Changes nothing; throws what STS and IAM say. */
export async function lookAtKey(request: KeyRequest, parts: KeyParts, nowMs: number): Promise<KeyFacts> {
  const { key } = request;
  const { settings, keys, history, check, reach } = parts;
  const [identified, useOf, signals] = await Promise.all([
    identify(key, keys, reach),
    recentUse(key, history, check, settings.quietForMs, nowMs),
    signalsOf(request, parts),
  ]);
  const { userName, refusal, nothingToDo } = identified;
  const account = identified.account ?? key.account;
  const use = await useOf(account, reach.ownAccount);
  const before: KeyBefore | undefined =
    userName === undefined ? undefined : { userName, accessKeyId: key.accessKeyId, isActive: true };
  const mayAct = refusal === undefined && nothingToDo === undefined;
  return {
    subject: { kind: "key", id: key.accessKeyId, account },
    refusal,
    nothingToDo,
    doubt: signals === undefined ? "look-up-failed" : undefined,
    askAtMost: askAtMost(key, use, signals ?? [], { check, signalsToEnforce: settings.signalsToEnforce }, nowMs),
    signals: signals ?? [],
    user: userName,
    ...(mayAct && before !== undefined ? { before } : {}),
    report: describe(request, identified, use),
  };
}

/** What Warden's own functions have written down against the key; undefined where that can't be read. */
export async function signalsOf(
  { key }: KeyRequest,
  { store }: Pick<KeyParts, "store">,
): Promise<readonly Signal[] | undefined> {
  try {
    return await store.signals(key.accessKeyId);
  } catch {
    return undefined;
  }
}
