import type { TrailAccess } from "../../clients/trails";
import type { Responder, Undone } from "../actions/responder";
import type { TrailBefore } from "./look-at";

/** The undoing of `restart-trail`, for a function as for a person's own credentials: stops logging again. */
export function trailUndo(trails: Pick<TrailAccess, "status" | "stop">): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "restart-trail",
    async undo({ before, id }): Promise<Undone> {
      if (!isTrailBefore(before)) throw new Error(`the record ${id} does not say what the trail was before`);
      const status = await trails.status(before.trailArn);
      if (status === undefined) return "gone";
      if (!status.isLogging) return "already-so";
      return (await trails.stop(before.trailArn)) ? "restored" : "gone";
    },
  };
}

/** Records are read back from a table: what is not of the right form is not acted on. */
export function isTrailBefore(value: unknown): value is TrailBefore {
  const { trailArn, isLogging } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof trailArn === "string" && trailArn !== "" && isLogging === false;
}
