import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";
import { Graph, textOf } from "../local/play/graph";
import type { Layout } from "../local/program/layout";
import { layOut } from "../local/program/layout";
import { logBatch, statementBatch } from "./batches";
import { eventMs } from "./events";
import { median, table } from "./figures";
import type { TrailShape } from "./generate-record";
import { startStandIns } from "./stand-ins";

/** A container may take so long for a full batch once it is warm. */
const boundMs = 250;

const warmUps = 3;
const runs = 9;

const denied = '{ $.errorCode = "AccessDenied" }';
const everything = {
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:geo": { source: "geoip-country", maxAgeDays: 3650 },
  "api-warden:allowedCountries": ["DE"],
};

const stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  two: { ...everything, "api-warden:trail": { create: true } },
  one: {
    ...everything,
    "api-warden:trail": { logGroup: "trail", subscriptions: 1 },
    "api-warden:splunk": { hecUrl: "https://splunk.example.com", tokenSecret: "splunk-token" },
  },
};

/** One kind of batch for one function. `filter`: what the records have come through, beside the function's own filter. */
interface Batch {
  readonly name: string;
  readonly stack: "one" | "two";
  readonly title: string;
  readonly shape?: TrailShape;
  readonly filter?: string;
}

const batches: readonly Batch[] = [
  { name: "post-denials", stack: "two", title: "denied, 24 causes", shape: "even" },
  { name: "post-denials", stack: "two", title: "denied, each its own cause", shape: "hard" },
  { name: "watch-keys", stack: "two", title: "60 keys", shape: "even" },
  { name: "watch-keys", stack: "two", title: "60 keys from anywhere", shape: "hard" },
  { name: "watch-trail", stack: "one", title: "denied and 60 keys", shape: "even" },
  { name: "watch-trail", stack: "one", title: "denied, 24 causes", shape: "even", filter: denied },
  { name: "watch-trail", stack: "one", title: "denied, each its own cause", shape: "hard", filter: denied },
  { name: "forward-events", stack: "one", title: "100 statements" },
];

/** Prints how long a warm container takes for a batch of 1 MB, and the most memory of its process. */
export async function benchWarmBatch(root: string): Promise<void> {
  const rows: string[][] = [];
  for (const [stack, configuration] of Object.entries(stacks)) {
    const folder = path.join(root, stack);
    fs.mkdirSync(folder, { recursive: true });
    const account = { accountId: "123456789012", region: "us-east-1" };
    const layout = await layOut({ folder, account, stack: "dev", configuration });
    for (const batch of batches.filter((one) => one.stack === stack)) rows.push(await measure(batch, layout, root));
  }
  const [load = 0] = os.loadavg();
  process.stdout.write(
    `Warm handling of a batch of 1 MB, calls to the local account included: median and slowest of ${runs} after ${warmUps} others.\n` +
      `The bound is ${boundMs} ms. Memory is the most that the process had, all of Node.js with it, against what is declared.\n` +
      "The reference, in processor time, is to unpack and parse the same batch.\n" +
      `Load of the machine at the end: ${load.toFixed(1)} on ${os.availableParallelism()} cores.\n\n` +
      `${table([heads, ...rows])}\n`,
  );
}

const heads = [
  ...["batch", "ms", "slowest", "of bound", "processor ms", "unpacking ms", "ratio"],
  ...["peak MB", "declared MB"],
];

async function measure(batch: Batch, layout: Layout, root: string): Promise<string[]> {
  const { name, title } = batch;
  const standIns = await startStandIns(layout);
  const files: { readonly file: string; readonly nowMs: number }[] = [];
  try {
    const deployed = standIns.functions.find((one) => one.name === name);
    if (deployed === undefined) throw new Error(`the program declares no ${name}`);
    const filter = batch.filter ?? filterOf(name, layout);
    for (let number = 1; number <= warmUps + runs; number += 1) {
      // Two seconds apart: windows gather as in a storm.
      const nowMs = eventMs + number * 2_000;
      const { shape } = batch;
      const event = shape === undefined ? statementBatch(number, nowMs) : logBatch({ shape, filter }, number, nowMs);
      const file = path.join(root, `batch-${number}.json`);
      fs.writeFileSync(file, JSON.stringify(event));
      files.push({ file, nowMs });
    }
    standIns.setClock(eventMs);
    const { took, cpu, unpacking, peakBytes } = await runAlone(deployed, files);
    const warm = took.slice(warmUps);
    const ms = median(warm);
    const cpuMs = median(cpu.slice(warmUps));
    const unpackingMs = median(unpacking.slice(warmUps));
    return [
      `${name}: ${title}`,
      ...[ms.toFixed(0), Math.max(...warm).toFixed(0), (ms / boundMs).toFixed(2)],
      ...[cpuMs.toFixed(0), unpackingMs.toFixed(0), (cpuMs / unpackingMs).toFixed(1)],
      ...[(peakBytes / 1_048_576).toFixed(0), String(deployed.memorySizeMegabytes)],
    ];
  } finally {
    await standIns.stop();
  }
}

/** What the function's own subscription lets through. */
function filterOf(name: string, layout: Layout): string {
  const filters = new Graph(layout).all("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter");
  return textOf(filters.find((filter) => filter.name === name)?.inputs.filterPattern);
}

interface WarmRun {
  /** Milliseconds of each event. */
  readonly took: readonly number[];
  /** Milliseconds of processor time, which other work of the machine changes less. */
  readonly cpu: readonly number[];
  /** The same for unpacking and parsing the batch alone. */
  readonly unpacking: readonly number[];
  readonly peakBytes: number;
}

async function runAlone(deployed: DeployedFunction, events: readonly object[]): Promise<WarmRun> {
  const { arn, folder, routes, environment, runtimeModules, memorySizeMegabytes } = deployed;
  const child = path.join(__dirname, "warm-batch-child.cjs");
  const order = JSON.stringify({ arn, folder, routes, events });
  const running = spawn(process.execPath, [...heapLimits(memorySizeMegabytes), child, order], {
    cwd: folder,
    env: { ...environment, NODE_PATH: runtimeModules },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  running.stdout.on("data", (part: Buffer) => (text += part.toString()));
  await new Promise((resolve, reject) => running.on("error", reject).on("close", resolve));
  const { error, ...run } = JSON.parse(text) as WarmRun & { readonly error?: string };
  if (error !== undefined) throw new Error(`${deployed.name}: ${error}`);
  return run;
}

/** Lambda's Node.js runtimes give a twentieth of the memory to each half of the young generation, and nine tenths to the old. */
function heapLimits(megabytes: number): string[] {
  const young = Math.floor(megabytes / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${megabytes - young}`];
}
