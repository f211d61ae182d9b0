import * as path from "node:path";
import { Worker } from "node:worker_threads";

import type { Layout } from "../../program/layout";
import type { FileSieve, SiftedFile } from "../../input/passed-over";
import type { OnlookerModule } from "./onlooker";
import type { PlayedTime } from "./sieve";
import type { FromSieve, SieveThreadData, ToSieve } from "./thread-messages";

const project = path.resolve(__dirname, "../../..");

/** Two threads unpack and parse twice as fast as one; whoever takes in what they let through is busy too. */
const threadCount = 2;

/** Files that are sifted and not taken in yet: enough to keep the threads busy, few enough for the memory. */
const mostAhead = 8;

/** Sieves on threads of their own, started and waiting for the files. */
export interface SieveThreads {
  /** Begins with these files, in this order. */
  open(paths: readonly string[]): FileSieve;
  stop(): Promise<void>;
}

/** Settles when the threads are ready. Rejects where one can't be started. */
export async function startSieveThreads(
  layout: Layout,
  played: PlayedTime,
  onlooker?: OnlookerModule,
): Promise<SieveThreads> {
  const data = { layout, played, ...(onlooker === undefined ? {} : { onlooker }) };
  const threads = await Promise.all(Array.from({ length: threadCount }, () => startThread(data)));
  return {
    open: (paths) => new SiftedAhead(paths, threads),
    stop: async () => void (await Promise.all(threads.map((thread) => thread.stop()))),
  };
}

interface SieveThread {
  sift(path: string): Promise<SiftedFile | undefined>;
  stop(): Promise<unknown>;
}

async function startThread(workerData: SieveThreadData): Promise<SieveThread> {
  const worker = new Worker(path.join(__dirname, "thread-main.ts"), {
    workerData,
    execArgv: ["--require", path.join(project, "cli/register-typescript.cjs")],
  });
  worker.unref();
  const answer = () =>
    new Promise<FromSieve>((resolve, reject) => {
      const over = () => void worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      const onMessage = (message: FromSieve) => {
        over();
        resolve(message);
      };
      const onError = (error: Error) => {
        over();
        reject(error);
      };
      const onExit = () => onError(new Error("the thread that reads files has ended"));
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    });
  await answer();
  return {
    async sift(file: ToSieve) {
      worker.ref();
      const answered = answer();
      worker.postMessage(file);
      const message = await answered;
      worker.unref();
      if (message.kind === "fault") throw new Error(`${file} could not be sifted: ${message.message}`);
      return message.kind === "sifted" ? message.file : undefined;
    },
    stop: () => worker.terminate(),
  };
}

/** Has every thread sift the next file as soon as it is free, as long as whoever takes them in keeps up. */
class SiftedAhead implements FileSieve {
  private readonly ahead: Promise<SiftedFile | undefined>[] = [];
  private readonly free: SieveThread[];
  private begun = 0;

  constructor(
    private readonly paths: readonly string[],
    threads: readonly SieveThread[],
  ) {
    this.free = [...threads];
    this.begin();
  }

  async next(): Promise<SiftedFile | undefined> {
    const sifted = await this.ahead.shift();
    this.begin();
    return sifted;
  }

  private begin(): void {
    while (this.begun < this.paths.length && this.ahead.length < mostAhead) {
      const thread = this.free.pop();
      if (thread === undefined) return;
      const path = this.paths[this.begun] ?? "";
      this.begun += 1;
      const sifted = thread.sift(path).finally(() => {
        this.free.push(thread);
        this.begin();
      });
      // Told to whoever asks for the file.
      sifted.catch(() => {});
      this.ahead.push(sifted);
    }
  }
}
