import type { KeyWatch } from "../../clients/key-watch";
import type { ProfileStore } from "../../clients/profile-store";
import { withKeys, withUnreadable } from "../../core/profiles/digest";
import type { ExpectedUse } from "../../core/profiles/expected";
import type { ProfileSettings } from "../../core/profiles/profile";
import { log } from "../post-denials/audit";
import { isUnusualNews } from "./findings";
import type { KeyLookUp } from "./once-per-key";
import type { ProfileMemory } from "./profile-memory";
import type { UnusualRequest, WatchedRequest } from "./profiles";
import { compareWithProfiles } from "./profiles";
import type { ReportMemories } from "./report-memories";
import { keyRowOf } from "./unusual";

export interface ProfilingParts {
  readonly profiles: ProfileStore;
  readonly watch: Pick<KeyWatch, "changeDigest">;
  readonly settings: ProfileSettings;
  readonly memory: ProfileMemory;
  readonly memories: ReportMemories;
  readonly said: { unreadableAtMs?: number };
  readonly expectedOf: KeyLookUp<readonly ExpectedUse[]>;
}

const hourMs = 3_600_000;

/**
 * Learns from the requests of a delivery and gives the suspicious ones, by key. New keys, and profiles that can't be read,
 * go into the next mail; without profiles there are no verdicts, and nothing else is kept from going on.
 */
export async function profileKeys(
  requests: readonly WatchedRequest[],
  { profiles, watch, settings, memory, memories, said, expectedOf }: ProfilingParts,
  nowMs: number,
): Promise<ReadonlyMap<string, readonly UnusualRequest[]>> {
  const { unusual, problem } = await compareWithProfiles(
    requests,
    {
      store: profiles,
      memory,
      settings,
      expectedOf,
      isNews: (accessKeyId, found) => isUnusualNews(found, memories.get(accessKeyId) ?? {}, nowMs),
      tellBegun: (begun) => watch.changeDigest((digest) => withKeys(digest, begun.map(keyRowOf)), nowMs),
    },
    nowMs,
  );
  if (problem !== undefined && !(said.unreadableAtMs !== undefined && nowMs - said.unreadableAtMs < hourMs)) {
    log("no-verdict", { why: problem });
    await watch.changeDigest((digest) => withUnreadable(digest, problem, nowMs), nowMs);
    said.unreadableAtMs = nowMs;
  }
  return unusual;
}
