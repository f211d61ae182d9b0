import { spawn } from "node:child_process";
import * as path from "node:path";

import type { CommandTargets } from "../core/commands/command-targets";
import { readCommandTargets } from "../core/commands/command-targets";

/** Reading a stack's outputs asks the backend once or twice. */
const timeoutMs = 120_000;

const project = path.resolve(__dirname, "..");

/** Where a deployed stack keeps what commands work on, by Pulumi's own word. Throws in one line what is missing, and what to do. */
export async function deployedTargets(stack: string): Promise<CommandTargets> {
  const targets = readCommandTargets(await deployedOutputs(stack));
  if (targets === undefined) {
    throw new Error(`stack ${stack} does not say where its records are: deploy it with this version (npm run deploy)`);
  }
  return targets;
}

/** What a deployed stack exports. Throws in one line why it could not be read. */
export async function deployedOutputs(stack: string): Promise<unknown> {
  const { status, out, err } = await runPulumi(["stack", "output", "--json", "--non-interactive", "--stack", stack]);
  if (status !== 0) throw new Error(`the outputs of stack ${stack} could not be read: ${firstError(err)}`);
  return jsonOf(out);
}

async function runPulumi(args: readonly string[]): Promise<{ status: number | null; out: string; err: string }> {
  // The user's own Pulumi first, then the one that npm ci has installed.
  const folders = [process.env.PATH ?? "", path.join(project, "node_modules", ".bin")].filter(
    (folder) => folder !== "",
  );
  const child = spawn("pulumi", [...args], {
    cwd: project,
    env: { ...process.env, PATH: folders.join(path.delimiter), PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const said = { out: [] as Buffer[], err: [] as Buffer[] };
  child.stdout.on("data", (part: Buffer) => said.out.push(part));
  child.stderr.on("data", (part: Buffer) => said.err.push(part));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.on("close", resolve);
  });
  return { status, out: Buffer.concat(said.out).toString("utf8"), err: Buffer.concat(said.err).toString("utf8") };
}

function notStarted({ code, message }: NodeJS.ErrnoException): Error {
  return new Error(
    code === "ENOENT"
      ? "the Pulumi CLI was not found: npm ci installs it, or see https://www.pulumi.com/docs/install/"
      : `the Pulumi CLI could not be started: ${message}`,
  );
}

/** What Pulumi marks as the error, or the first thing it said. */
function firstError(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const error = lines.find((line) => line.startsWith("error:"));
  return error?.replace(/^error:\s*/, "") ?? lines.find((line) => line !== "") ?? "pulumi gave no reason";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
