import * as path from "node:path";
import { Worker } from "node:worker_threads";

const functions = path.resolve(__dirname, "../../../local/functions");

/** Runs the body of an asynchronous function, `given` in its scope, in a worker thread of its own; gives what it returns. */
export async function inThread(body: string, given: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const text = `
    const { parentPort, workerData } = require("node:worker_threads");
    const closeIn = require(workerData.functions + "/closed-in.cjs");
    const { installEventClock } = require(workerData.functions + "/event-clock.cjs");
    const { given } = workerData;
    (async () => { ${body} })().then((value) => parentPort.postMessage(value));`;
  const worker = new Worker(text, { eval: true, execArgv: [], workerData: { functions, given } });
  try {
    return await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the thread ended without an answer")));
    });
  } finally {
    await worker.terminate();
  }
}

/** How an attempt to get out ended. */
export interface Attempt {
  /** What was thrown, rejected or told, with its causes; "none" where it went through. */
  readonly error: string;
  readonly refusals: readonly string[];
}

/** Runs an attempt in a closed thread. `told` is a callback that takes an error first, `socket` waits for what becomes of one. */
export async function attempt(body: string, routes: Readonly<Record<string, string>> = {}): Promise<Attempt> {
  return (await inThread(
    `const refusals = closeIn(given.routes);
     const told = (start) => new Promise((resolve, reject) =>
       start((error, value) => (error ? reject(error) : resolve(value))));
     const socket = (one) => new Promise((resolve, reject) =>
       one.on("error", reject).on("connect", resolve).on("response", resolve));
     const words = (error) => error === undefined ? [] :
       [String(error.message), ...words(error.cause), ...(error.errors ?? []).flatMap(words)];
     let error = "none";
     try { await (async () => { ${body} })(); } catch (thrown) { error = words(thrown).join(" / "); }
     return { error, refusals };`,
    { routes },
  )) as Attempt;
}
