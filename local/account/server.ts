import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { createAccount, type AccountObserver } from "./account";
import type { LogSource } from "./log-source";
import type { AccountSetup, HttpAnswer } from "./types";

export interface LocalAccountOptions extends AccountObserver {
  readonly setup: AccountSetup;
  /** Where the records of the trail's log group are read. */
  readonly logs?: LogSource;
  /** Called right before each request is handled; the thread reads its mail here, so that the clock is never late. */
  readonly beforeCall?: () => void;
}

export interface LocalAccount {
  /** For `AWS_ENDPOINT_URL`, such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  setClock(nowMs: number): void;
  put(resources: Partial<AccountSetup>): void;
  /** Successful state-changing calls of a function so far. */
  writes(functionName: string): number;
  /** What `put` takes to come to the present state again; never a secret's value. */
  save(): Partial<AccountSetup>;
  stop(): Promise<void>;
}

/** DynamoDB takes 16 MB in one request, the most of all services here; what is longer is not read to its end. */
const LARGEST_BODY_BYTES = 17 * 1024 * 1024;

/** Starts an account on a free port of the loopback. */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const account = createAccount(options.setup, options, options.logs);
  // An idle connection that the server closes is a failed call at a client that was about to use it again.
  const server = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0, noDelay: true }, (request, response) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > LARGEST_BODY_BYTES) {
        send(response, { status: 413, headers: {}, body: "" });
        request.destroy();
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => {
      options.beforeCall?.();
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      const { method = "GET", url = "/", headers } = request;
      send(response, account.handle({ method, path: url, headers, body }));
    });
    request.on("error", () => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    setClock: account.setClock,
    put: account.put,
    writes: account.writes,
    save: account.save,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: http.ServerResponse, answer: HttpAnswer): void {
  if (answer.delivery === "never") return;
  if (answer.delivery === "cut") {
    response.destroy();
    return;
  }
  // Without a Date header the SDK does not take the event clock for a wrong one.
  response.sendDate = false;
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") {
    throw new Error("the local account has no port");
  }
  return address.port;
}
