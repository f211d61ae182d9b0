import type { KeptProfile, LoadedProfiles, ProfileStore } from "../../clients/profile-store";
import { versionOnceWritten } from "../../clients/profile-store";
import { parseStoredProfile, storedProfile } from "../../core/profiles/stored-form";

/** A store of profiles in memory that counts what is asked of it and can be made to fail. */
export interface MemoryProfiles extends ProfileStore {
  /** Calls since the last look, a profile that was written each. */
  readonly counts: { loads: number; writes: number; refused: number };
  /** From now on these calls fail as DynamoDB does. */
  fail(...operations: readonly ("load" | "save")[]): void;
  /** Called before the next save, for what another container does at that moment. */
  beforeSave(hook: () => Promise<void>): void;
  /** The stored form of one profile, undefined where none is kept. */
  stored(accessKeyId: string): ReturnType<typeof storedProfile> | undefined;
}

export function memoryProfiles(): MemoryProfiles {
  const items = new Map<string, { readonly json: string; readonly version: number; readonly refreshedDay?: number }>();
  const counts = { loads: 0, writes: 0, refused: 0 };
  const state: { failing: readonly string[]; beforeSave?: (() => Promise<void>) | undefined } = { failing: [] };

  function check(operation: string): void {
    if (state.failing.includes(operation)) {
      throw Object.assign(new Error("the table is not to be reached"), { name: "InternalServerError" });
    }
  }

  function loaded(accessKeyIds: Iterable<string>): LoadedProfiles {
    const profiles = new Map<string, KeptProfile>();
    for (const accessKeyId of accessKeyIds) {
      const item = items.get(accessKeyId);
      if (item === undefined) continue;
      const { json, version, refreshedDay } = item;
      profiles.set(accessKeyId, { profile: parseStoredProfile(JSON.parse(json)), version, refreshedDay });
    }
    return { profiles, unreadable: new Set() };
  }

  return {
    counts,
    async load(accessKeyIds) {
      counts.loads += 1;
      check("load");
      return loaded(accessKeyIds);
    },
    async save(profiles) {
      check("save");
      const hook = state.beforeSave;
      state.beforeSave = undefined;
      await hook?.();
      const unwritten = new Set<string>();
      for (const kept of profiles) {
        const { profile, version, refreshedDay } = kept;
        const { accessKeyId } = profile;
        if ((items.get(accessKeyId)?.version ?? 0) !== version) {
          counts.refused += 1;
          unwritten.add(accessKeyId);
          continue;
        }
        counts.writes += 1;
        const json = JSON.stringify(storedProfile(profile));
        items.set(accessKeyId, {
          json,
          version: versionOnceWritten(kept),
          ...(refreshedDay === undefined ? {} : { refreshedDay }),
        });
      }
      return unwritten;
    },
    async *all() {
      yield loaded(items.keys());
    },
    remove: async (accessKeyId) => items.delete(accessKeyId),
    fail: (...operations) => void (state.failing = operations),
    beforeSave: (hook) => void (state.beforeSave = hook),
    stored(accessKeyId) {
      const item = items.get(accessKeyId);
      return item === undefined ? undefined : (JSON.parse(item.json) as ReturnType<typeof storedProfile>);
    },
  };
}
