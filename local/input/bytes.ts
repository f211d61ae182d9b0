import { createReadStream, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip, gunzipSync } from "node:zlib";

const chunkBytes = 1024 * 1024;
/** CloudTrail's own files are smaller; their records are in memory all at once. */
const unpackedLimitBytes = 8 * 1024 * 1024;

/** The file's bytes at once; undefined where it can't be read. */
export function storedIn(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Bytes decompressed where they are gzip, else as they are; undefined where they are damaged or too many for the memory. */
export function unpacked(stored: Buffer): Buffer | undefined {
  if (stored[0] !== 0x1f || stored[1] !== 0x8b) return stored.length > unpackedLimitBytes ? undefined : stored;
  // One piece of the size that gzip's last field names (RFC 1952): many small ones take half as long again, and more memory.
  const namedBytes = stored.length < 18 ? 0 : stored.readUInt32LE(stored.length - 4);
  if (namedBytes > unpackedLimitBytes) return undefined;
  try {
    return gunzipSync(stored, { maxOutputLength: unpackedLimitBytes, chunkSize: Math.max(1024, namedBytes + 64) });
  } catch {
    return undefined;
  }
}

/** The file's bytes in order, nothing decoded. */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk as Buffer;
}

/** The bytes of any readable stream, text streams as UTF-8. */
export async function* streamBytes(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer);
}

/**
 * The bytes decompressed where they begin with gzip's magic number (RFC 1952), else as they are; a UTF-8 byte order mark is
 * taken off. Throws after everything readable was given when the gzip is truncated or corrupt.
 */
export async function* plainBytes(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const rejoined = atLeastThreeBytesFirst(source);
  const first = await rejoined.next();
  if (first.done === true) return;
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const whole = prepend(first.value, rejoined);
  yield* withoutByteOrderMark(isGzip ? gunzipped(whole) : whole);
}

async function* atLeastThreeBytesFirst(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (first === undefined) {
      yield chunk;
    } else {
      first = Buffer.concat([first, chunk]);
      if (first.length < 3) continue;
      yield first;
      first = undefined;
    }
  }
  if (first !== undefined && first.length > 0) yield first;
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* withoutByteOrderMark(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of atLeastThreeBytesFirst(source)) {
    const hasMark = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    isFirst = false;
    yield hasMark ? chunk.subarray(3) : chunk;
  }
}

/**
 * Node's own piping drops what was decoded but not yet read when an error comes; taking the chunks as they are pushed keeps
 * everything before the damage.
 */
async function* gunzipped(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const decoded: Buffer[] = [];
  let failure: Error | undefined;
  gunzip.on("data", (chunk: Buffer) => decoded.push(chunk));
  const finished = new Promise<void>((resolve) => {
    gunzip.once("end", resolve);
    gunzip.once("error", (error) => {
      failure = error;
      resolve();
    });
  });
  for await (const chunk of source) {
    await Promise.race([finished, new Promise<void>((resolve) => gunzip.write(chunk, () => resolve()))]);
    yield* decoded.splice(0);
    if (failure !== undefined) break;
  }
  if (failure === undefined) gunzip.end();
  await finished;
  yield* decoded.splice(0);
  if (failure !== undefined) throw new Error(`gzip: ${failure.message}`);
}
