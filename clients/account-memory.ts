import type { OrganizationAccount } from "../core/organization/organization";
import type { StateTable } from "./state-table";

/** What was looked up of accounts. Methods throw what AWS says. */
export interface AccountMemory {
  /** What is kept of an account that the organization has or has not; undefined where nothing is, or it is too old. */
  recall(id: string, nowMs: number): Promise<{ readonly account: OrganizationAccount | undefined } | undefined>;
  keep(id: string, account: OrganizationAccount | undefined, nowMs: number): Promise<void>;
}

const keptMs = 86_400_000;

/** An account that the organization does not have may be a new one. */
const missingKeptMs = 3_600_000;

const item = "ORGANIZATION";

/** Kept in the table that all responders share. */
export function accountMemory(table: StateTable): AccountMemory {
  const keyOf = (id: string) => `ACCOUNT#${id}`;
  return {
    async recall(id, nowMs) {
      const kept = await table.read(keyOf(id), item);
      const { untilMs = 0, account } = (kept?.value ?? {}) as KeptAccount;
      return untilMs > nowMs ? { account } : undefined;
    },
    async keep(id, account, nowMs) {
      const untilMs = nowMs + (account === undefined ? missingKeptMs : keptMs);
      const before = await table.read(keyOf(id), item);
      // Who writes at the same time has looked up the same.
      await table.write(keyOf(id), item, { untilMs, account }, before?.version ?? 0, untilMs);
    },
  };
}

interface KeptAccount {
  readonly untilMs?: number;
  readonly account?: OrganizationAccount;
}
