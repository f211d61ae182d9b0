import { parentPort, workerData, type MessagePort } from "node:worker_threads";

import { onlookersOf } from "./onlooker";
import { Sieve } from "./sieve";
import type { FromSieve, SieveThreadData, ToSieve } from "./thread-messages";

/** Entry of a sieve's thread: sifts one file after the other. */
function main(port: MessagePort, { layout, played, onlooker }: SieveThreadData): void {
  const sieve = new Sieve(layout, played, onlooker === undefined ? undefined : onlookersOf(onlooker));
  const post = (message: FromSieve) => port.postMessage(message);
  port.on("message", (path: ToSieve) => {
    try {
      post({ kind: "sifted", file: sieve.sift(path) });
    } catch (error) {
      post({ kind: "fault", message: String(error) });
    }
  });
  post({ kind: "ready" });
}

if (parentPort !== null) main(parentPort, workerData as SieveThreadData);
