import * as os from "node:os";
import * as path from "node:path";
import { Worker } from "node:worker_threads";

import type { Layout } from "../../local/program/layout";
import type { FromFuzzWorker, FuzzOrder, TrialReport } from "./fuzz-messages";

/** Beyond it, a trial is taken for one that never ends. */
const hangMs = 1_000;

/** A machine with other work holds a thread up now and then: what was slow is tried again. */
const tries = 3;

/** One mistake, with the first trial that shows it. */
export interface Complaint {
  readonly what: string;
  readonly trial: number;
  readonly event: string;
  count: number;
}

/** What came of fuzzing one function. */
export interface FuzzResult {
  readonly name: string;
  mutants: number;
  reached: number;
  /** Trials that the function refused, which keeps them as dead letters. */
  rejected: number;
  readonly rejections: Map<string, number>;
  trials: number;
  /** Calls that change something, and requests to what is not AWS. */
  effects: number;
  slowestMs: number;
  slowestTrial: number;
  readonly complaints: Map<string, Complaint>;
}

export interface FuzzOptions {
  readonly name: string;
  readonly layout: Layout;
  readonly seed: number;
  readonly mutants: number;
  readonly firstTrial?: number;
}

/** Runs a function from its uploaded form against so many mutants. The same seed makes the same mutants. */
export async function fuzz({ name, layout, seed, mutants, firstTrial = 1 }: FuzzOptions): Promise<FuzzResult> {
  const result: FuzzResult = {
    ...{ name, mutants: 0, reached: 0, rejected: 0, trials: 0, effects: 0, slowestMs: 0, slowestTrial: 0 },
    rejections: new Map(),
    complaints: new Map(),
  };
  const skipped: number[] = [];
  const held = new Map<number, number>();
  let next = firstTrial;
  while (result.mutants < mutants) {
    const order = { name, layout, seed, mutants: mutants - result.mutants, firstTrial: next, skipped };
    const hung = await runWorker(order, result);
    if (hung === undefined) break;
    held.set(hung, (held.get(hung) ?? 0) + 1);
    next = hung;
    if ((held.get(hung) ?? 0) >= tries) {
      skipped.push(hung);
      complain(result, { number: hung, event: "" }, `hang: no end after ${hangMs} ms`);
    }
  }
  return result;
}

/** Returns the trial that held the worker up, or undefined where it came to its end. */
async function runWorker(order: Omit<FuzzOrder, "shown">, result: FuzzResult): Promise<number | undefined> {
  const shared = new SharedArrayBuffer(16);
  const shown = new Float64Array(shared);
  const worker = new Worker(path.join(__dirname, "fuzz-worker.ts"), {
    workerData: { ...order, shown: shared },
    execArgv: ["--require", path.join(__dirname, "../../cli/register-typescript.cjs")],
    env: { ...process.env },
  });
  return new Promise((resolve, reject) => {
    const end = (hung: number | undefined) => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(hung));
    };
    const watch = setInterval(() => {
      const [number = 0, sinceMs = 0] = shown;
      if (number !== 0 && Date.now() - sinceMs > hangMs * crowding()) end(number);
    }, 50);
    worker.on("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
    worker.on("message", (message: FromFuzzWorker) => {
      switch (message.kind) {
        case "trial":
          return note(result, message);
        case "unhandled":
          return complain(result, { number: shown[0] ?? 0, event: "" }, `unhandled rejection: ${message.why}`);
        case "broken":
          clearInterval(watch);
          void worker.terminate();
          return reject(new Error(`${result.name}: ${message.why}`));
        case "end":
          return end(undefined);
      }
    });
  });
}

/** How much longer everything takes because the machine has more to do than it has cores. */
function crowding(): number {
  return Math.max(1, (os.loadavg()[0] ?? 1) / os.availableParallelism());
}

function note(result: FuzzResult, report: TrialReport): void {
  result.trials += 1;
  result.mutants += report.mutants;
  result.reached += report.reached;
  result.effects += report.effects;
  if (report.rejection !== undefined) {
    result.rejected += 1;
    const why = sameFor(report.rejection);
    result.rejections.set(why, (result.rejections.get(why) ?? 0) + 1);
  }
  if (report.tookMs > result.slowestMs)
    Object.assign(result, { slowestMs: report.tookMs, slowestTrial: report.number });
  for (const what of report.complaints) complain(result, report, what);
}

/** The same mistake is told once, whatever ids and numbers are in its words. */
function complain(result: FuzzResult, { number, event }: { number: number; event?: string }, what: string): void {
  const name = sameFor(what);
  const known = result.complaints.get(name);
  if (known === undefined) result.complaints.set(name, { what, trial: number, event: event ?? "", count: 1 });
  else known.count += 1;
}

function sameFor(words: string): string {
  return words.replace(/[0-9a-f-]{8,}|\d+/gi, "#").slice(0, 80);
}
