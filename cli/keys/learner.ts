import type { Observation } from "../../core/profiles/observe";
import { observe } from "../../core/profiles/observe";
import { forget } from "../../core/profiles/learn";
import type { ProfileSettings } from "../../core/profiles/profile";
import type { Count, Counted } from "../../local/profiles/counted";
import { countOnce } from "../../local/profiles/counted";
import type { KeptProfile } from "../../local/profiles/stored-profiles";
import type { GatheredRequest } from "./gathered-requests";

/** What came of a request: an observation, or why it was not looked at. */
export type Seen = Observation | Exclude<Count, "first">;

/** The time that a profile has learnt from elsewhere, where nobody knows which requests those were. */
interface Covered {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Learns profiles from requests that come in the order of their times, each counted once, in this run and in all before.
 * A profile without word of what it has counted, as from the deployed table, learns only from what is older or newer than all
 * it knows: looking twice at a request that was suspicious could take it in, once more is known.
 */
export class Learner {
  /** Profiles that are not as they were. */
  readonly changed = new Map<string, KeptProfile>();
  private readonly covered = new Map<string, Covered>();

  constructor(
    private readonly profiles: Map<string, KeptProfile>,
    private readonly settings: ProfileSettings,
  ) {
    for (const [key, { profile, counted }] of profiles) {
      const { firstSeenMs: fromMs, lastSeenMs: toMs } = profile;
      if (counted.size === 0) this.covered.set(key, { fromMs, toMs });
    }
  }

  see({ id, request }: GatheredRequest): Seen {
    const { accessKeyId, atMs, values } = request;
    const covered = this.covered.get(accessKeyId);
    if (covered !== undefined && atMs >= covered.fromMs && atMs <= covered.toMs) return "again";
    const kept = this.profiles.get(accessKeyId);
    const counted: Counted = kept?.counted ?? new Map();
    const count = countOnce(counted, values.region, id, atMs);
    if (count !== "first") return count;
    const observation = observe(kept?.profile, request, this.settings);
    const next = kept?.profile === observation.profile ? kept : { profile: observation.profile, counted };
    this.profiles.set(accessKeyId, next);
    this.changed.set(accessKeyId, next);
    return observation;
  }

  /** To be called when all requests were seen, before anything is written. */
  finish(): void {
    for (const { profile } of this.changed.values()) forget(profile, this.settings);
  }
}
