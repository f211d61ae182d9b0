import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

import type { LogPage, LogQuery, LogSource } from "./log-source";
import type { LogChannel } from "./thread-messages";

/** How long the account's thread waits for the parent; longer than any function runs that would hear the answer. */
const LONGEST_WAIT_MS = 60_000;

type Answer = { readonly page: LogPage } | { readonly fault: string };

/**
 * The parent's end: answers the thread's questions from `source`, between whatever else the parent does. Nothing runs
 * while nobody asks, and an open channel keeps no process alive.
 */
export function answerThread(source: LogSource): LogChannel {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  port1.on("message", (query: LogQuery) => {
    port1.postMessage(answerOf(source, query));
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  port1.unref();
  return { port: port2, answered };
}

/** The thread's end: a source that lets the thread sleep until the parent has answered. */
export function askParent({ port, answered }: LogChannel): LogSource {
  return {
    read: (query) => {
      // An answer that came too late for its own question.
      while (receiveMessageOnPort(port) !== undefined);
      Atomics.store(answered, 0, 0);
      port.postMessage(query);
      Atomics.wait(answered, 0, 0, LONGEST_WAIT_MS);
      const mail: { message: Answer } | undefined = receiveMessageOnPort(port);
      if (mail === undefined) throw new Error("the records of the log group were not handed over in time");
      if ("fault" in mail.message) throw new Error(mail.message.fault);
      return mail.message.page;
    },
  };
}

function answerOf(source: LogSource, query: LogQuery): Answer {
  try {
    return { page: source.read(query) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
