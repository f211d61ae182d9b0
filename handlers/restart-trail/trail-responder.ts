import type { TrailRequest } from "../../core/trail-tampering/tampering";
import type { Responder } from "../actions/responder";
import type { TrailParts } from "./look-at";
import { lookAtTrail, subjectOf, trailsOf } from "./look-at";
import { sightOfCall } from "./sight";
import { isTrailBefore, trailUndo } from "./undo";

/** The action `restart-trail`: logging of one stopped trail, started again and nothing else. */
export function trailResponder(parts: TrailParts): Responder<TrailRequest> {
  const { memory } = parts;
  const undoer = trailUndo({
    status: (arn) => trailsOf(arn, parts).status(arn),
    stop: (arn) => trailsOf(arn, parts).stop(arn),
  });
  return {
    ...undoer,
    sighting: (request) => ({
      subject: subjectOf(request.trailArn),
      occasion: request.occasion,
      eventIds: request.eventIds,
      seenAtMs: request.seenAtMs,
      budget: "ordinary",
      sight: sightOfCall(request),
    }),
    lookAt: (request, nowMs) => lookAtTrail(request, parts, nowMs),
    async perform(_request, { before }, nowMs) {
      if (!isTrailBefore(before)) throw new Error("restart-trail: what the trail was before is not known");
      await memory.noteRestart(before.trailArn, nowMs);
      if (!(await trailsOf(before.trailArn, parts).start(before.trailArn))) return { outcome: "gone" };
      const status = await trailsOf(before.trailArn, parts).status(before.trailArn);
      if (status === undefined) return { outcome: "gone" };
      const after = { isLogging: status.isLogging };
      return { outcome: status.isLogging ? "done" : "not-read-back", after };
    },
    async isAlreadyDone({ before }) {
      if (!isTrailBefore(before)) return false;
      const status = await trailsOf(before.trailArn, parts).status(before.trailArn);
      return status?.isLogging === true ? { after: { isLogging: true } } : false;
    },
  };
}
