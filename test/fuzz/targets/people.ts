import type { UserSetup } from "../../../local/account/identities/setup";
import { ownAccount } from "./changes";

const count = 40;

export const userName = (number: number): string => `worker-${number % count}`;
export const keyOf = (number: number): string => `AKIAEXAMPLE${String(number % count).padStart(9, "0")}`;

/** Users with a key each; some are tagged, and some keys are not active any more. */
export function workers(): UserSetup[] {
  return Array.from({ length: count }, (_, number) => ({
    name: userName(number),
    accountId: ownAccount,
    keys: [{ accessKeyId: keyOf(number), status: number % 9 === 0 ? "Inactive" : "Active" }],
    ...(number % 8 === 0 ? { tags: { "warden:keep": "yes" } } : {}),
  }));
}
