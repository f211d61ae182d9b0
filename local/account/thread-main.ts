import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from "node:worker_threads";
import { startLocalAccount, type LocalAccount } from "./server";
import { askParent } from "./thread-logs";
import type { AccountThreadData, FromAccount, ToAccount } from "./thread-messages";

/** Entry of the account's thread: serves calls, and reads the parent's messages in between. */
async function main(port: MessagePort, { setup, logs }: AccountThreadData): Promise<void> {
  const post = (message: FromAccount) => port.postMessage(message);
  const receive = (message: ToAccount) => handle(account, message, post, port);
  // The parent sends nothing before it knows the endpoint, so no mail is read before there is an account.
  const account: LocalAccount = await startLocalAccount({
    setup,
    ...(logs === undefined ? {} : { logs: askParent(logs) }),
    onCall: (report) => post({ kind: "call", report }),
    onEvent: (event) => post({ kind: "event", event }),
    // A message sent before a call was made may still wait behind that call in the event loop.
    beforeCall: () => {
      for (let mail = receiveMessageOnPort(port); mail !== undefined; mail = receiveMessageOnPort(port)) {
        receive(mail.message);
      }
    },
  });
  port.on("message", receive);
  post({ kind: "ready", endpoint: account.endpoint });
}

function handle(
  account: LocalAccount,
  message: ToAccount,
  post: (message: FromAccount) => void,
  port: MessagePort,
): void {
  switch (message.kind) {
    case "clock":
      return account.setClock(message.nowMs);
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
