import type { ActionStore } from "../../clients/action-store";
import type { TrailAccess } from "../../clients/trails";
import type { TrailRequest } from "../../core/trail-tampering/tampering";
import { partsOfTrailArn } from "../../core/trail-tampering/trail-arn";
import { subjectOf } from "./look-at";

/** Which trail is watched: the stack's own, or whichever writes into the log group, or into the bucket where there is none. */
export interface WatchedTrail {
  readonly trailArn: string | undefined;
  readonly logGroup?: string | undefined;
  readonly bucket?: string | undefined;
}

/** What is to be done about the trails that are not logging, and the ARNs of those that are. */
export interface WatchedTrails {
  readonly stopped: readonly TrailRequest[];
  readonly logging: readonly string[];
}

/**
 * Looks for stopped and deleted trails, because events of EventBridge are best effort. One request for each, the same one as
 * long as it stays so. Throws what CloudTrail says.
 */
export async function watchedTrails(watched: WatchedTrail, trails: TrailAccess): Promise<WatchedTrails> {
  const arns =
    watched.trailArn === undefined ? (await trails.trailsInto(watched)).map(({ arn }) => arn) : [watched.trailArn];
  const stopped: TrailRequest[] = [];
  const logging: string[] = [];
  for (const trailArn of arns) {
    if (partsOfTrailArn(trailArn) === undefined) continue;
    const status = await trails.status(trailArn);
    if (status?.isLogging === true) {
      logging.push(trailArn);
      continue;
    }
    const change = status === undefined ? "the trail is gone" : "logging is off";
    stopped.push({
      trailArn,
      change,
      occasion: `${trailArn} ${change} ${status?.stoppedAtMs ?? ""}`,
      eventIds: [],
      // A trail that was stopped long ago is told of, and left.
      seenAtMs: status?.stoppedAtMs,
      isOwnDeployment: false,
    });
  }
  return { stopped, logging };
}

/**
 * What was decided on trails, and perhaps done, without reaching people: a trail that is logging again is found by no look, and
 * would never be spoken of. Throws what the table says.
 */
export async function untoldOf(
  trailArns: readonly string[],
  store: Pick<ActionStore, "subject" | "record">,
): Promise<readonly TrailRequest[]> {
  const requests: TrailRequest[] = [];
  for (const trailArn of trailArns) {
    const newest = (await store.subject("restart-trail", subjectOf(trailArn)))?.value.newest;
    if (newest === undefined || newest.toldAtMs > 0) continue;
    const record = (await store.record(newest.recordId))?.value;
    if (record !== undefined && !record.told && record.request !== undefined) {
      requests.push(record.request as TrailRequest);
    }
  }
  return requests;
}
