import type { StateTable } from "./state-table";

/** When an event of an account has last come from each of its regions. Methods throw what AWS says. */
export interface MemberMemory {
  /** Keeps the newer of what was kept and this. */
  note(account: string, region: string, atMs: number): Promise<void>;
  /** By region. */
  lastSeen(account: string): Promise<Readonly<Record<string, number>>>;
}

const keptMs = 400 * 86_400_000;

/** Kept in the table that all responders share. */
export function memberMemory(table: StateTable): MemberMemory {
  const keyOf = (account: string) => `MEMBER#${account}`;
  return {
    async note(account, region, atMs) {
      const kept = await table.read(keyOf(account), region);
      const { atMs: before = 0 } = (kept?.value ?? {}) as { readonly atMs?: number };
      // Who writes at the same time notes much the same time.
      if (atMs > before) await table.write(keyOf(account), region, { atMs }, kept?.version ?? 0, atMs + keptMs);
    },
    async lastSeen(account) {
      const all = await table.readAll(keyOf(account));
      return Object.fromEntries(
        all.flatMap(({ item, value }): [string, number][] => {
          const { atMs } = (value ?? {}) as { readonly atMs?: unknown };
          return typeof atMs === "number" ? [[item, atMs]] : [];
        }),
      );
    },
  };
}
