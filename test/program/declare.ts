import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { ProgramOptions } from "../../local/program/run-program";

/** A resource as the program declares it under mocks, with inputs resolved. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Of a function: what is in its archive, path to text; an empty text where the content is a file or folder on disk. */
  readonly archive?: Readonly<Record<string, string>>;
}

/** What became of a run of the program. */
export interface DeclareOutcome {
  readonly status: number | null;
  /** What it said, warnings and errors. */
  readonly said: string;
  /** Sorted by type and name; empty where it failed. */
  readonly resources: readonly Declared[];
}

export const project = path.resolve(__dirname, "../..");

/** The least that a stack file may say. */
export const leastConfiguration = { "api-warden:trail": { create: true } };

const defaults: ProgramOptions = {
  account: { accountId: "123456789012", region: "eu-west-1" },
  stack: "test",
  configuration: leastConfiguration,
};

/** How the program is run, and what of it is looked at. */
export interface DeclareOptions extends ProgramOptions {
  /** False: functions get an archive of nothing, because making them takes most of a run's time. */
  readonly withCode?: boolean;
  /** Nothing of what makes a local run faster. */
  readonly asPulumiDoes?: boolean;
}

/** Runs the program once, in a process of its own because it is a module, from the given folder. */
export async function declare(options: Partial<DeclareOptions>, folder = project): Promise<DeclareOutcome> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-declare-"));
  const file = path.join(place, "resources.json");
  try {
    const { status, said } = await runNode(
      [path.join(folder, "test/program/declare-main.ts"), file, JSON.stringify({ ...defaults, ...options })],
      folder,
    );
    const resources = status === 0 ? (JSON.parse(fs.readFileSync(file, "utf8")) as Declared[]) : [];
    return { status, said, resources };
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** Runs a TypeScript file without checking its types, and with nothing of this process's environment but paths. */
export async function runNode(args: readonly string[], folder: string): Promise<NodeRun> {
  const register = folder === project ? "./cli/register-typescript.cjs" : "ts-node/register/transpile-only";
  return runBareNode(["--require", register, ...args], folder);
}

/** How a Node.js process ended. */
export interface NodeRun {
  readonly status: number | null;
  /** Warnings and errors first, then what it printed. */
  readonly said: string;
  readonly printed: string;
}

/** Runs Node.js with these arguments in a folder, and with nothing of this process's environment but paths. */
export async function runBareNode(args: readonly string[], folder: string): Promise<NodeRun> {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let printed = "";
  child.stdout.on("data", (text: Buffer) => (printed += text.toString()));
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { status, said: said + printed, printed };
}

/** Runs the jobs two at a time, as many as there are cores to count on. */
export async function twoAtATime<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = jobs.map((job, position) => async () => {
    results[position] = await job();
  });
  const work = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all([work(), work()]);
  return results;
}
