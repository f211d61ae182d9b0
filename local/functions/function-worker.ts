import * as path from "node:path";
import { Worker } from "node:worker_threads";

/** A function as it is declared, and where it stands. */
export interface DeployedFunction {
  readonly name: string;
  /** By which the function knows its own account. */
  readonly arn: string;
  readonly folder: string;
  readonly runtimeModules: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  /** Host name to base URL of the local stand-in that answers for it. */
  readonly routes: Readonly<Record<string, string>>;
}

/** What one invocation left behind. */
export interface InvocationOutcome {
  /** The function's own log, in order. */
  readonly lines: readonly string[];
  /** Sockets and names outside the local run that it asked for. */
  readonly refusals: readonly string[];
  readonly result?: unknown;
  /** Why it failed; absent where it succeeded. */
  readonly error?: string;
}

type FromWorker =
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "result"; readonly id: string; readonly result?: string; readonly refusals: string[] }
  | { readonly kind: "error"; readonly id: string; readonly message: string; readonly refusals: string[] };

/** Part of a container's memory that the heap may take; the rest is for code, stacks and buffers. */
const heapShare = 0.75;

/** One container of a function: starts with its first event, handles one at a time, and is replaced when it dies. */
export class FunctionWorker {
  private worker: Worker | undefined;
  private invocations = 0;
  private invokedFunctionArn: string;

  constructor(readonly deployed: DeployedFunction) {
    this.invokedFunctionArn = deployed.arn;
  }

  /** Has the function take this account for the one that it is deployed into. */
  actIn(accountId: string): void {
    this.invokedFunctionArn = this.deployed.arn.replace(/^((?:[^:]*:){4})[^:]*/, `$1${accountId}`);
  }

  /** Starts it for an event that is on its way, while others are still at work. */
  warm(nowMs: number): void {
    if (this.worker !== undefined) return;
    this.worker = this.start();
    // What fails here fails again with the event, and is told then.
    this.worker.postMessage({ kind: "initialise", nowMs });
  }

  async invoke(event: unknown, nowMs: number): Promise<InvocationOutcome> {
    const worker = (this.worker ??= this.start());
    const id = `00000000-0000-4000-9000-${String((this.invocations += 1)).padStart(12, "0")}`;
    const timeoutMs = this.deployed.timeoutSeconds * 1000;
    const { invokedFunctionArn } = this;
    const lines: string[] = [];
    return new Promise<InvocationOutcome>((resolve) => {
      const done = (outcome: Omit<InvocationOutcome, "lines">, isDead: boolean) => {
        clearTimeout(timer);
        worker.off("error", onError).off("exit", onExit).off("message", onMessage);
        if (isDead) {
          this.worker = undefined;
          // What a dead worker still throws has been told already.
          worker.on("error", () => {});
          void worker.terminate();
        }
        resolve({ lines, ...outcome });
      };
      const timer = setTimeout(
        () => done({ refusals: [], error: `Task timed out after ${this.deployed.timeoutSeconds} seconds` }, true),
        timeoutMs,
      );
      const onError = (error: Error) => done({ refusals: [], error: fault(error) }, true);
      const onExit = () => done({ refusals: [], error: "Runtime exited" }, true);
      const onMessage = (message: FromWorker) => {
        if (message.kind === "log") lines.push(message.text);
        else if (message.id !== id) return;
        else if (message.kind === "error") done({ refusals: message.refusals, error: message.message }, false);
        else done({ refusals: message.refusals, result: parsed(message.result) }, false);
      };
      worker.on("error", onError).on("exit", onExit).on("message", onMessage);
      worker.postMessage({ id, event, nowMs, remainingMs: timeoutMs, invokedFunctionArn });
    });
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): Worker {
    const { name, folder, runtimeModules, environment, memorySizeMegabytes, routes } = this.deployed;
    const worker = new Worker(path.join(__dirname, "worker-main.cjs"), {
      workerData: { name, folder, runtimeModules, routes },
      env: { ...environment, NODE_PATH: runtimeModules },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(memorySizeMegabytes * heapShare) },
    });
    worker.unref();
    // Between two events nobody else listens.
    worker
      .on("error", () => {})
      .on("exit", () => {
        if (this.worker === worker) this.worker = undefined;
      });
    return worker;
  }
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

function fault(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? "Runtime exited: out of memory" : `${error.name}: ${error.message}`;
}
