import { openStoreFile } from "../../local/profiles/store-file";
import type { ProfileBook } from "./profile-book";

/** Profiles in a file of this machine. What is loaded is what was there when the book was opened. */
export function fileBook(file: string): ProfileBook {
  const store = openStoreFile(file);
  return {
    place: file,
    load: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const kept = store.profiles.get(key);
          return kept === undefined ? [] : [[key, kept] as const];
        }),
      ),
    async save(changed) {
      for (const [key, kept] of changed) store.profiles.set(key, kept);
      if (changed.size > 0) store.write();
      return new Set();
    },
    keys: async () => [...store.profiles.keys()].sort(),
    async remove(key) {
      if (!store.profiles.delete(key)) return false;
      store.write();
      return true;
    },
  };
}
