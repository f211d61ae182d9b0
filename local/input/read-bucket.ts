import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import type { Readable } from "node:stream";

import { bucketPlace } from "./bucket-url";
import type { BucketPlace } from "./bucket-url";
import { streamBytes } from "./bytes";
import { isLogName } from "./find-files";
import type { Problem } from "./items";

/** Takes what a bucket holds, one object after the other. */
export interface ObjectReader {
  /** Told before an object comes, for the progress. */
  expect(bytes: number): void;
  /** False where the object has to be given again, as a stream. */
  readWhole(name: string, stored: Buffer): Promise<boolean>;
  read(name: string, stored: AsyncGenerator<Buffer>): Promise<void>;
  unreadable(problem: Problem): void;
}

/** Objects that are on their way while one is read. */
const mostAhead = 6;
/** Objects up to this size are read as one piece, larger ones as they come. */
const wholeObjectBytes = 4 * 1024 * 1024;
/** CloudTrail's checksums, no records: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
const digestFolder = "/CloudTrail-Digest/";

interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** An object whose bytes have come, or which is to be read as it comes; or why it can't be read. */
type Fetched =
  | { readonly name: string; readonly stored: Buffer }
  | { readonly name: string; readonly open: () => Promise<AsyncGenerator<Buffer>> }
  | { readonly name: string; readonly why: string };

/**
 * Reads the objects below `s3://bucket/prefix`, in the order of their keys, with the caller's own AWS credentials: nothing is
 * written to disk, and a few small objects are in memory at a time. Keys that are not named like a log are counted as
 * ignored, unless the key is named outright. Never throws what AWS says: what can't be listed or read is `unreadable`.
 */
export async function readBucket(
  url: string,
  reader: ObjectReader,
  counts: { ignoredFiles: number; unreadable: number },
): Promise<void> {
  const place = bucketPlace(url);
  if (place === undefined) return reader.unreadable({ origin: url, why: "is not s3://bucket/prefix" });
  const client = openClient();
  const ahead: Promise<Fetched>[] = [];
  let found = 0;
  try {
    for await (const object of listed(client, place)) {
      found += 1;
      if (!isWanted(object, place)) {
        counts.ignoredFiles += 1;
        continue;
      }
      reader.expect(object.bytes);
      ahead.push(fetched(client, place.bucket, object));
      if (ahead.length > mostAhead) await take(reader, await ahead.shift());
    }
    if (found === 0) reader.unreadable({ origin: url, why: "nothing is there" });
  } catch (error) {
    reader.unreadable({ origin: url, why: said(error) });
  }
  for (const each of ahead) await take(reader, await each);
  client.destroy();
}

function openClient(): S3Client {
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { S3Client } = require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
  return new S3Client({
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1",
    followRegionRedirects: true,
    // Emulators and S3-compatible stores have no name for each bucket.
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined || process.env.AWS_ENDPOINT_URL_S3 !== undefined,
  });
}

async function* listed(client: S3Client, { bucket, prefix }: BucketPlace): AsyncGenerator<ListedObject> {
  const { ListObjectsV2Command } = require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
    for (const { Key = "", Size = 0 } of page.Contents ?? []) {
      if (!Key.endsWith("/")) yield { key: Key, bytes: Size };
    }
    ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
}

function isWanted({ key }: ListedObject, { prefix }: BucketPlace): boolean {
  return key === prefix || (isLogName(key) && !key.includes(digestFolder));
}

async function fetched(client: S3Client, bucket: string, { key, bytes }: ListedObject): Promise<Fetched> {
  const name = `s3://${bucket}/${key}`;
  const open = async () => streamBytes(await bodyOf(client, bucket, key));
  if (bytes > wholeObjectBytes) return { name, open };
  try {
    const parts: Buffer[] = [];
    for await (const part of await open()) parts.push(part);
    return { name, stored: Buffer.concat(parts) };
  } catch (error) {
    return { name, why: said(error) };
  }
}

async function bodyOf(client: S3Client, Bucket: string, Key: string): Promise<Readable> {
  const { GetObjectCommand } = require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
  const answer: GetObjectCommandOutput = await client.send(new GetObjectCommand({ Bucket, Key }));
  if (answer.Body === undefined) throw new Error("S3 gave no content");
  return answer.Body as Readable;
}

async function take(reader: ObjectReader, object: Fetched | undefined): Promise<void> {
  if (object === undefined) return;
  const { name } = object;
  if ("why" in object) return reader.unreadable({ origin: name, why: object.why });
  if ("stored" in object) {
    if (!(await reader.readWhole(name, object.stored))) await reader.read(name, only(object.stored));
    return;
  }
  try {
    await reader.read(name, await object.open());
  } catch (error) {
    reader.unreadable({ origin: name, why: said(error) });
  }
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}

function said(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "CredentialsProviderError") return "no AWS credentials: sign in, or name a profile with AWS_PROFILE";
  return `${name === "Error" ? "" : `${name}: `}${message.replace(/\p{C}+/gu, " ").slice(0, 200)}`;
}
