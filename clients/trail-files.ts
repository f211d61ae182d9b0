import { createGunzip } from "node:zlib";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { S3Client } from "@aws-sdk/client-s3";

import type { AnnouncedObject } from "../core/trail-files/announcement";
import { recordSplitter } from "../core/trail-files/record-splitter";
import { callLimits } from "./call-limits";

/** The log files of a trail, in their bucket. */
export interface TrailFiles {
  /**
   * Hands each record of a file on, as JSON, in the order of the file and one after the other. Throws what S3 says, and for what is
   * not gzip or no log file; then some of its records may have been handed on.
   */
  read(file: AnnouncedObject, onRecord: (text: string) => Promise<void> | void): Promise<void>;
}

/** Text of one file, at most: CloudTrail closes a file long before, and gzip can swell a thousandfold. */
export const mostFileBytes = 1024 * 1024 * 1024;

/** Files of buckets of this account alone: S3 refuses a bucket that anybody else has made under the name. */
export function trailFiles(ownAccount: string): TrailFiles {
  const kept: { client?: S3Client } = {};
  return {
    async read({ bucket, key }, onRecord) {
      // Loaded with the first file: a tick of the schedule reads none.
      const { GetObjectCommand, S3Client } = require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
      kept.client ??= new S3Client({
        ...callLimits,
        followRegionRedirects: true,
        // An endpoint of one's own has no host for each bucket.
        forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
      });
      const input = { Bucket: bucket, Key: key, ExpectedBucketOwner: ownAccount };
      const { Body } = await kept.client.send(new GetObjectCommand(input));
      if (Body === undefined) throw new Error(`${key} has no content`);
      await pipeline(Body as Readable, createGunzip(), async (pieces: AsyncIterable<Buffer>) => {
        await splitInto(pieces, onRecord);
      });
    },
  };
}

async function splitInto(
  pieces: AsyncIterable<Buffer>,
  onRecord: (text: string) => Promise<void> | void,
): Promise<void> {
  const splitter = recordSplitter();
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > mostFileBytes) throw new Error(`a log file of more than ${mostFileBytes} bytes`);
    for (const record of splitter.push(piece)) await onRecord(record);
  }
  splitter.end();
}
