import * as path from "node:path";
import { Worker } from "node:worker_threads";
import type { AccountObserver } from "./account";
import type { LogSource } from "./log-source";
import { answerThread } from "./thread-logs";
import type { AccountBoard, AccountThreadData, FromAccount, ToAccount } from "./thread-messages";
import type { AccountSetup } from "./types";

/** A local account on a thread of its own, so that it answers while the parent reads records. */
export interface LocalAccountThread {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Holds for every call made after this returns. */
  setClock(nowMs: number): void;
  /** Adds or replaces callers and resources, for every call made after this returns. */
  put(resources: Partial<AccountSetup>): void;
  /** Settles when the reports and events of every call answered so far have been handed to the observer. */
  flush(): Promise<void>;
  /** Successful state-changing calls of a function so far. */
  writes(functionName: string): Promise<number>;
  /** What `put` takes to come to the present state again, plain JSON; never a secret's value. */
  save(): Promise<Partial<AccountSetup>>;
  stop(): Promise<void>;
}

type Answer = (FromAccount & { readonly kind: "answer" })["value"];

const PROJECT = path.resolve(__dirname, "../..");

/**
 * Starts the account's thread; settles once it listens. Reports come to the observer in the order of the calls.
 * Rejects, as does every later question, when the thread ends by a fault. `logs` is asked on this thread, while a call
 * to read the log group waits for it; without it the log group is empty.
 */
export async function startLocalAccountThread(
  setup: AccountSetup,
  observer: AccountObserver,
  logs?: LogSource,
): Promise<LocalAccountThread> {
  const channel = logs === undefined ? undefined : answerThread(logs);
  const board: AccountBoard = {
    clock: new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)),
    made: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  const data: AccountThreadData = channel === undefined ? { setup, board } : { setup, board, logs: channel };
  const worker = new Worker(path.join(__dirname, "thread-main.ts"), {
    workerData: data,
    transferList: channel === undefined ? [] : [channel.port],
    execArgv: ["--require", path.join(PROJECT, "cli/register-typescript.cjs")],
  });
  const waiting = new Map<number, { resolve: (value: Answer) => void; reject: (fault: Error) => void }>();
  const send = (message: ToAccount) => worker.postMessage(message);
  let questions = 0;
  let seen = 0;
  let ended: Error | undefined;

  const ask = (question: (id: number) => ToAccount): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      questions += 1;
      waiting.set(questions, { resolve, reject });
      send(question(questions));
    });

  const endpoint = await new Promise<string>((resolve, reject) => {
    const end = (fault: Error) => {
      ended ??= fault;
      reject(ended);
      waiting.forEach((question) => question.reject(fault));
      waiting.clear();
    };
    worker.on("error", end);
    worker.on("exit", () => end(new Error("the local account's thread has ended")));
    worker.on("message", (message: FromAccount) => {
      switch (message.kind) {
        case "ready":
          return resolve(message.endpoint);
        case "traces":
          seen += message.traces.length;
          return message.traces.forEach((trace) =>
            trace.kind === "call" ? observer.onCall(trace.report) : observer.onEvent(trace.event),
          );
        case "answer":
          waiting.get(message.id)?.resolve(message.value);
          waiting.delete(message.id);
      }
    });
  });

  return {
    endpoint,
    setClock: (nowMs) => void Atomics.store(board.clock, 0, BigInt(Math.trunc(nowMs))),
    put: (resources) => send({ kind: "put", resources }),
    flush: async () => {
      if (ended !== undefined) throw ended;
      if (Atomics.load(board.made, 0) !== seen) await ask((id) => ({ kind: "flush", id }));
    },
    writes: async (functionName) => Number(await ask((id) => ({ kind: "writes", id, function: functionName }))),
    save: async () => {
      const saved = await ask((id) => ({ kind: "save", id }));
      return typeof saved === "number" ? {} : saved;
    },
    stop: async () => {
      await ask((id) => ({ kind: "stop", id }));
      await worker.terminate();
    },
  };
}
