import { isWhole, noBlock, wholeBlock } from "../../core/public-bucket/access-block";
import type { BucketRequest } from "../../core/public-bucket/bucket-change";
import type { Responder } from "../actions/responder";
import type { BucketParts } from "./look-at";
import { lookAtBucket, subjectOf } from "./look-at";
import { bucketUndo, isBucketBefore } from "./undo";

/** The action `block-public-access`: the block of one bucket, all of it, and never that of an account. */
export function bucketResponder(parts: BucketParts): Responder<BucketRequest> {
  const { buckets } = parts;
  return {
    action: "block-public-access",
    undo: (record) => bucketUndo(buckets(record.subject.account)).undo(record),
    sighting: (request) => ({
      subject: subjectOf(request),
      occasion: request.occasion,
      eventIds: request.eventIds,
      seenAtMs: request.seenAtMs,
      budget: "ordinary",
    }),
    lookAt: (request, nowMs) => lookAtBucket(request, parts, nowMs),
    async perform(_request, { before }) {
      if (!isBucketBefore(before)) throw new Error("block-public-access: what the bucket was before is not known");
      if (!(await buckets(before.account).setBlock(before, wholeBlock))) return { outcome: "gone" };
      const after = (await buckets(before.account).block(before)) ?? noBlock;
      return { outcome: isWhole(after) ? "done" : "not-read-back", after };
    },
    async isAlreadyDone({ before }) {
      if (!isBucketBefore(before)) return false;
      const after = (await buckets(before.account).block(before)) ?? noBlock;
      return isWhole(after) ? { after } : false;
    },
  };
}
