import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";

const server = path.resolve(__dirname, "../../.venv/bin/moto_server");

/** Moto as a server of its own on the loopback, with an empty account. */
export interface Moto {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Forgets every resource. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts moto on a port that the system picks; settles once it listens. Rejects with what it said when it ends before. */
export async function startMoto(): Promise<Moto> {
  if (!fs.existsSync(server)) throw new Error(`${server} is missing: .ci/emulator installs it`);
  const child = spawn(server, ["-H", "127.0.0.1", "-p", "0"], {
    env: { PATH: process.env.PATH, PYTHONUNBUFFERED: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    const said: string[] = [];
    // Read to the end of its days: a server whose pipe is full stands still.
    createInterface({ input: child.stderr }).on("line", (line) => {
      const [, url] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
      else if (said.length < 20) said.push(line);
    });
    child.once("error", reject);
    void ended.then(() => reject(new Error(`moto ended before it listened:\n${said.join("\n")}`)));
  });
  return {
    endpoint,
    async reset() {
      const answer = await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
      if (!answer.ok) throw new Error(`moto could not be reset: ${answer.status}`);
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}
