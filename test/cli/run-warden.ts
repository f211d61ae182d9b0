import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

import type { Effect, PlayedEffect, SlackEffect, SummaryEffect } from "../../local/effects";

export const project = path.resolve(__dirname, "../..");

export interface WardenRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WardenOptions {
  readonly stdin?: string;
  /** Beside or instead of what this process's own environment says. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The reader of standard output waits that long before it reads on: the pipe is full meanwhile. */
  readonly readerWaitsMs?: number;
}

/** Runs the command line as `npm run warden` does, in a process of its own. */
export async function runWarden(args: readonly string[], options: WardenOptions = {}): Promise<WardenRun> {
  const scripts = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")) as {
    scripts: { warden: string };
  };
  const [, ...command] = scripts.scripts.warden.split(" ");
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: project,
    env: { ...process.env, ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (part: Buffer) => {
    said.stdout.push(part);
    if (options.readerWaitsMs === undefined) return;
    child.stdout.pause();
    setTimeout(() => child.stdout.resume(), options.readerWaitsMs);
  });
  child.stderr.on("data", (part: Buffer) => said.stderr.push(part));
  // A command that refuses its arguments is gone before it has read anything.
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
  return { status, stdout: text(said.stdout), stderr: text(said.stderr) };
}

export interface Replay extends WardenRun {
  /** All but the summary. */
  readonly effects: readonly PlayedEffect[];
  readonly summary: SummaryEffect;
  readonly slack: readonly SlackEffect[];
  /** Messages that were posted; updates are not. */
  readonly posts: readonly SlackEffect[];
}

/** `warden replay --json`, its effects read line by line. Throws where standard output holds anything else. */
export async function replay(args: readonly string[], options: WardenOptions = {}): Promise<Replay> {
  const run = await runWarden(["replay", "--json", ...args], options);
  if (!run.stdout.endsWith("\n")) throw new Error(`the last line is cut; standard error: ${run.stderr}`);
  const lines = run.stdout.slice(0, -1).split("\n");
  const all = lines.map((line) => JSON.parse(line) as Effect);
  const summary = all.at(-1);
  if (summary?.effect !== "summary") throw new Error(`the last line is no summary: ${lines.at(-1)}`);
  const effects = all.slice(0, -1).filter((effect) => effect.effect !== "summary");
  const slack = effects.filter((effect) => effect.effect === "slack");
  return { ...run, effects, summary, slack, posts: slack.filter(({ update }) => update !== true) };
}
