import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { RedisClientType } from "redis";

import { attributeKinds } from "../core/profiles/profile";
import { requestOf } from "../core/profiles/request";

/** What the reference kept, to be compared with the profiles of the command. */
export interface RedisRun {
  readonly durationMs: number;
  /** `KEY:KIND` to how many values it holds. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Learns the same profiles from the files with one Redis command for each attribute of a request; undefined without Redis. */
export async function redisProfiles(files: readonly string[], folder: string): Promise<RedisRun | undefined> {
  const socket = path.join(folder, "redis.sock");
  const server = spawn("redis-server", ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"], {
    cwd: folder,
    stdio: "ignore",
  });
  const isThere = await new Promise<boolean>((resolve) =>
    server.on("error", () => resolve(false)).on("spawn", () => resolve(true)),
  );
  if (!isThere) return undefined;
  try {
    const { createClient } = await import("redis");
    const client = createClient({ socket: { path: socket, tls: false } }) as RedisClientType;
    client.on("error", () => {});
    await client.connect();
    try {
      const began = performance.now();
      for (const file of files) await learnFile(client, file);
      const durationMs = performance.now() - began;
      return { durationMs, sizes: await sizesIn(client) };
    } finally {
      client.destroy();
    }
  } finally {
    server.kill();
  }
}

async function learnFile(client: RedisClientType, file: string): Promise<void> {
  const text = zlib.gunzipSync(fs.readFileSync(file)).toString("utf8");
  for (const record of (JSON.parse(text) as { Records: Record<string, unknown>[] }).Records) {
    const request = requestOf(record);
    if (request === undefined) continue;
    const { accessKeyId, values } = request;
    await Promise.all(attributeKinds.map((kind) => client.hIncrBy(`${accessKeyId}:${kind}`, values[kind], 1)));
  }
}

async function sizesIn(client: RedisClientType): Promise<Map<string, number>> {
  const names = await client.keys("*");
  return new Map(await Promise.all(names.map(async (name) => [name, await client.hLen(name)] as const)));
}
