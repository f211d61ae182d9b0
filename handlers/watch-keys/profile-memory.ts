import type { KeptProfile } from "../../clients/profile-store";
import type { KeyProfile } from "../../core/profiles/profile";
import { attributeKinds } from "../../core/profiles/profile";

/** Profiles as a container has last read or written them. */
export interface ProfileMemory {
  get(accessKeyId: string): KeptProfile | undefined;
  put(kept: KeptProfile): void;
  drop(accessKeyId: string): void;
}

/** Keys that are remembered, and values in all their profiles: some 50 MB. */
const mostKeys = 2_000;
const mostValues = 200_000;

/** Profiles of the keys that were not seen for the longest time go first. */
export function profileMemory(): ProfileMemory {
  const remembered = new Map<string, { readonly kept: KeptProfile; readonly values: number }>();
  const sum = { values: 0 };

  function drop(accessKeyId: string): void {
    sum.values -= remembered.get(accessKeyId)?.values ?? 0;
    remembered.delete(accessKeyId);
  }

  return {
    get(accessKeyId) {
      const found = remembered.get(accessKeyId);
      if (found === undefined) return undefined;
      remembered.delete(accessKeyId);
      remembered.set(accessKeyId, found);
      return found.kept;
    },
    put(kept) {
      const { accessKeyId } = kept.profile;
      const values = valuesIn(kept.profile);
      drop(accessKeyId);
      for (const oldest of remembered.keys()) {
        if (remembered.size < mostKeys && sum.values + values <= mostValues) break;
        drop(oldest);
      }
      remembered.set(accessKeyId, { kept, values });
      sum.values += values;
    },
    drop,
  };
}

function valuesIn({ values }: KeyProfile): number {
  return attributeKinds.reduce((count, kind) => count + values[kind].size, 0);
}
