import { profileStore } from "../../clients/profile-store";
import type { KeptProfile as StoredProfile } from "../../clients/profile-store";
import type { KeptProfile } from "../../local/profiles/stored-profiles";
import type { ProfileBook } from "./profile-book";

/** Profiles in the deployed table, which `watch-keys` reads and writes beside whoever runs a command. */
export function tableBook(tableName: string, forgetAfterMs: () => number): ProfileBook {
  const store = profileStore(tableName);
  const read = new Map<string, StoredProfile>();
  return {
    place: `the table ${tableName}`,
    async load(keys) {
      const { profiles, unreadable } = await store.load(keys);
      if (unreadable.size > 0) {
        throw new Error(
          `the profile of ${[...unreadable].join(", ")} in the table ${tableName} can't be read: a newer Warden may have written it`,
        );
      }
      for (const [key, kept] of profiles) read.set(key, kept);
      return new Map([...profiles].map(([key, { profile }]) => [key, { profile, counted: new Map() }] as const));
    },
    save(changed) {
      const kept = [...changed].map(([key, { profile }]: [string, KeptProfile]) => ({
        ...(read.get(key) ?? { version: 0 }),
        profile,
      }));
      return store.save(kept, forgetAfterMs());
    },
    async keys() {
      const found: string[] = [];
      for await (const { profiles, unreadable } of store.all()) found.push(...profiles.keys(), ...unreadable);
      return found.sort();
    },
    remove: (key) => store.remove(key),
  };
}
