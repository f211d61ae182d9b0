import type { TrailAccess } from "../../clients/trails";
import type { TrailRequest } from "../../core/trail-tampering/tampering";
import { partsOfTrailArn } from "../../core/trail-tampering/trail-arn";

/** Which trail is watched: the stack's own, or whichever writes into the log group, or into the bucket where there is none. */
export interface WatchedTrail {
  readonly trailArn: string | undefined;
  readonly logGroup?: string | undefined;
  readonly bucket?: string | undefined;
}

/**
 * Looks for stopped and deleted trails, because events of EventBridge are best effort. One request for each, the same one as
 * long as it stays so. Throws what CloudTrail says.
 */
export async function stoppedTrails(watched: WatchedTrail, trails: TrailAccess): Promise<readonly TrailRequest[]> {
  const arns =
    watched.trailArn === undefined ? (await trails.trailsInto(watched)).map(({ arn }) => arn) : [watched.trailArn];
  const found: TrailRequest[] = [];
  for (const trailArn of arns) {
    if (partsOfTrailArn(trailArn) === undefined) continue;
    const status = await trails.status(trailArn);
    if (status?.isLogging === true) continue;
    const change = status === undefined ? "the trail is gone" : "logging is off";
    found.push({
      trailArn,
      change,
      occasion: `${trailArn} ${change} ${status?.stoppedAtMs ?? ""}`,
      eventIds: [],
      // A trail that was stopped long ago is told of, and left.
      seenAtMs: status?.stoppedAtMs,
      isOwnDeployment: false,
    });
  }
  return found;
}
