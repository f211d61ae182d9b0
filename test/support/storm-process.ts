import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { startLocalAccountThread } from "../../local/account/thread";
import { startSlackStandIn } from "../../local/http/slack-stand-in";
import { accountSetup } from "../../local/play/account-setup";
import { declaredFunctions } from "../../local/play/functions";
import { Graph } from "../../local/play/graph";
import type { Layout } from "../../local/program/layout";

/** One event and the time at which the function gets it. */
export interface TimedEvent {
  readonly event: unknown;
  readonly atMs: number;
}

export interface MeasuredRun {
  /** Most memory that the process has held, with all that Node.js itself takes. */
  readonly peakRssBytes: number;
  readonly declaredBytes: number;
  /** Messages that Slack took. */
  readonly messages: readonly unknown[];
  /** The function's log. */
  readonly lines: readonly string[];
}

/** Runs a function alone in a Node.js process of its own, beside a local account and Slack in this one. */
export async function runAlone(name: string, layout: Layout, events: readonly TimedEvent[]): Promise<MeasuredRun> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-storm-"));
  const graph = new Graph(layout);
  const names = layout.functions.map((one) => one.name);
  const slack = await startSlackStandIn();
  const account = await startLocalAccountThread(accountSetup(graph, names), { onCall: () => {}, onEvent: () => {} });
  try {
    const target = declaredFunctions(graph, layout, account.endpoint, slack.baseUrl).find((one) => one.name === name);
    if (target === undefined) throw new Error(`the program declares no function ${name}`);
    const { memorySizeMegabytes, environment, routes, runtimeModules, folder: code } = target.container.deployed;
    account.setClock(events[0]?.atMs ?? 0);
    const files = events.map(({ event, atMs }, position) => {
      const file = path.join(folder, `${position}.json`);
      fs.writeFileSync(file, JSON.stringify(event));
      return { file, atMs };
    });
    const request = JSON.stringify({ folder: code, runtimeModules, routes, events: files });
    const script = path.join(__dirname, "storm-process.cjs");
    const child = spawn(process.execPath, [...heapLimits(memorySizeMegabytes), script, request], {
      env: { ...environment, NODE_PATH: runtimeModules },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (text: Buffer) => (said.out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (said.err += text.toString()));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (status !== 0)
      throw new Error(`the process of ${name} ended with ${String(status)}: ${said.err.slice(0, 2_000)}`);
    const { peakRssBytes } = JSON.parse(said.err) as { peakRssBytes: number };
    return {
      peakRssBytes,
      declaredBytes: memorySizeMegabytes * 1024 * 1024,
      messages: slack.take().map(({ message }) => message),
      lines: said.out.split("\n"),
    };
  } finally {
    await account.stop();
    await slack.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Lambda's Node.js runtimes give a twentieth of the memory to each half of the young generation, and nine tenths to the old. */
function heapLimits(megabytes: number): string[] {
  const young = Math.floor(megabytes / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${megabytes - young}`];
}
