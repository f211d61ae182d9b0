import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from "node:worker_threads";
import { startLocalAccount, type LocalAccount } from "./server";
import { askParent } from "./thread-logs";
import type { AccountBoard, AccountThreadData, FromAccount, ToAccount, Trace } from "./thread-messages";

/** Traces that wait for somebody to ask for them; more are handed over unasked. */
const mostWaiting = 500;

/** Entry of the account's thread: serves calls, and reads the parent's messages in between. */
async function main(port: MessagePort, { setup, logs, board }: AccountThreadData): Promise<void> {
  let waiting: Trace[] = [];
  const post = (message: FromAccount) => {
    if (waiting.length > 0) port.postMessage({ kind: "traces", traces: waiting } satisfies FromAccount);
    waiting = [];
    port.postMessage(message);
  };
  const leave = (trace: Trace) => {
    waiting.push(trace);
    Atomics.add(board.made, 0, 1);
    if (waiting.length < mostWaiting) return;
    port.postMessage({ kind: "traces", traces: waiting } satisfies FromAccount);
    waiting = [];
  };
  const receive = (message: ToAccount) => {
    account.setClock(clockOf(board));
    handle(account, message, post, port);
  };
  // The parent sends nothing before it knows the endpoint, so no mail is read before there is an account.
  const account: LocalAccount = await startLocalAccount({
    setup,
    ...(logs === undefined ? {} : { logs: askParent(logs) }),
    onCall: (report) => leave({ kind: "call", report }),
    onEvent: (event) => leave({ kind: "event", event }),
    // A message sent before a call was made may still wait behind that call in the event loop.
    beforeCall: () => {
      for (let mail = receiveMessageOnPort(port); mail !== undefined; mail = receiveMessageOnPort(port)) {
        receive(mail.message);
      }
      account.setClock(clockOf(board));
    },
  });
  port.on("message", receive);
  post({ kind: "ready", endpoint: account.endpoint });
}

function clockOf({ clock }: AccountBoard): number {
  return Number(Atomics.load(clock, 0));
}

function handle(
  account: LocalAccount,
  message: ToAccount,
  post: (message: FromAccount) => void,
  port: MessagePort,
): void {
  switch (message.kind) {
    case "put":
      return account.put(message.resources);
    case "flush":
      return post({ kind: "answer", id: message.id, value: 0 });
    case "writes":
      return post({ kind: "answer", id: message.id, value: account.writes(message.function) });
    case "save":
      return post({ kind: "answer", id: message.id, value: account.save() });
    case "stop":
      void account.stop().then(() => {
        post({ kind: "answer", id: message.id, value: 0 });
        port.close();
      });
  }
}

if (parentPort !== null) {
  void main(parentPort, workerData);
}
