import { spawn } from "node:child_process";
import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";

/** What the first event of a container took. */
export interface FirstEvent {
  /** From the start of the process until it says that the event has been handled. */
  readonly wallMs: number;
  readonly peakBytes: number;
  /** Files loaded by the function, its own among them. */
  readonly loaded: readonly string[];
  /** The function's log. */
  readonly lines: readonly string[];
  /** Sockets and names outside the local run that it asked for. */
  readonly refusals: readonly string[];
}

const child = path.join(__dirname, "cold-start-child.cjs");

/** Handles one event in a process of its own. Rejects where the function fails. */
export async function firstEvent(deployed: DeployedFunction, event: unknown, nowMs: number): Promise<FirstEvent> {
  const { arn, folder, routes, environment, runtimeModules } = deployed;
  const began = performance.now();
  const running = spawn(process.execPath, [child, JSON.stringify({ arn, folder, routes, event, nowMs })], {
    cwd: folder,
    env: { ...environment, NODE_PATH: runtimeModules },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  let wallMs = 0;
  running.stdout.on("data", (part: Buffer) => {
    if (text === "") wallMs = performance.now() - began;
    text += part.toString();
  });
  await new Promise((resolve, reject) => running.on("error", reject).on("close", resolve));
  const { error, ...report } = JSON.parse(text) as Omit<FirstEvent, "wallMs"> & { readonly error?: string };
  if (error !== undefined) throw new Error(`${deployed.name}: ${error}`);
  return { wallMs, ...report };
}
