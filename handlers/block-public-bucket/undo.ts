import type { BucketAccess } from "../../clients/buckets";
import type { AccessBlock } from "../../core/public-bucket/access-block";
import { areSame, noBlock, wholeBlock } from "../../core/public-bucket/access-block";
import type { Responder, Undone } from "../actions/responder";
import type { BucketBefore } from "./look-at";

/** The undoing of `block-public-access`, for a function as for a person's own credentials: the block as it was before. */
export function bucketUndo(
  buckets: Pick<BucketAccess, "block" | "groupGrants" | "setBlock">,
): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "block-public-access",
    async undo({ before, id }): Promise<Undone> {
      if (!isBucketBefore(before)) throw new Error(`the record ${id} does not say what the bucket was before`);
      if ((await buckets.groupGrants(before)) === undefined) return "gone";
      const former = before.block ?? undefined;
      if (areSame((await buckets.block(before)) ?? noBlock, former ?? noBlock)) return "already-so";
      return (await buckets.setBlock(before, former)) ? "restored" : "gone";
    },
  };
}

/** Records are read back from a table: what is not of the right form is not acted on. */
export function isBucketBefore(value: unknown): value is BucketBefore {
  const { bucket, account, region, block } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof bucket === "string" &&
    bucket !== "" &&
    typeof account === "string" &&
    typeof region === "string" &&
    (block === null || isAccessBlock(block))
  );
}

function isAccessBlock(value: unknown): value is AccessBlock {
  const settings = (value ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(wholeBlock).every((name) => typeof settings[name] === "boolean");
}
