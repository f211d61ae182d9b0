import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";

import { runCommand } from "../../../cli/run-command";
import type { ScoredRequest } from "../../../cli/keys/scored-request";
import { runHere } from "../run-here";
import type { WardenRun } from "../run-warden";

export const key = "AKIAEXAMPLE000000001";
export const otherKey = "AKIAEXAMPLE000000002";

const firstMs = Date.parse("2026-03-17T10:00:00Z");
export const hour = 60;
export const day = 24 * hour;

/** What a call differs in from the usual one. */
export interface CallChanges {
  readonly key?: string;
  readonly ip?: string;
  readonly agent?: string;
  readonly region?: string;
  readonly action?: string;
  readonly id?: string;
  readonly identity?: Readonly<Record<string, unknown>>;
}

/** A CloudTrail record of a call with a long-term key, so many minutes after ten o'clock. */
export function call(minutes: number, changes: CallChanges = {}): Record<string, unknown> {
  const { key: accessKeyId = key, ip = "198.51.100.7", agent = "Boto3/1.40", region = "eu-west-1" } = changes;
  const at = new Date(firstMs + minutes * 60_000).toISOString();
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/build",
      accountId: "111122223333",
      accessKeyId,
      userName: "build",
      ...changes.identity,
    },
    eventTime: `${at.slice(0, 19)}Z`,
    eventSource: "s3.amazonaws.com",
    eventName: changes.action ?? "GetObject",
    awsRegion: region,
    sourceIPAddress: ip,
    userAgent: agent,
    eventID: changes.id ?? `id-${accessKeyId}-${minutes}-${ip}-${agent}-${changes.action ?? ""}`,
    eventType: "AwsApiCall",
    recipientAccountId: "111122223333",
  };
}

/** A folder with log files and a store, and the command line on it. */
export class KeysStage {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-keys-"));
  readonly store = path.join(this.folder, "profiles.json");

  /** Writes a log file as CloudTrail does. */
  log(name: string, records: readonly unknown[]): string {
    const file = path.join(this.folder, "logs", `${name}.json.gz`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, gzipSync(JSON.stringify({ Records: records })));
    return file;
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }

  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string | undefined>> = {},
  ): Promise<WardenRun> {
    return runHere(() => runCommand(["keys", ...args]), environment);
  }

  /** On the stage's own store. */
  async runOnStore([verb = "", ...args]: readonly string[]): Promise<WardenRun> {
    return this.run([verb, "--store", this.store, ...args]);
  }

  async scores(
    args: readonly string[],
  ): Promise<{ readonly status: number | null; readonly requests: ScoredRequest[] }> {
    const run = await this.runOnStore(["score-requests", "--json", ...args]);
    return { status: run.status, requests: jsonLines(run.stdout) as ScoredRequest[] };
  }

  get stored(): string {
    return fs.readFileSync(this.store, "utf8");
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export function jsonLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}
