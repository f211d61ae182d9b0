import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

const server = path.resolve(__dirname, "../../.venv/bin/moto_server");

/** A request in the emulator's own log. */
export interface RecordedCall {
  /** As signatures name it, such as `iam`. */
  readonly service: string;
  readonly operation: string;
}

/** Moto as a server of its own on the loopback, with an empty account. */
export interface Moto {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Forgets every resource. */
  reset(): Promise<void>;
  /** Has the emulator write down every request from now on, and forget those before. */
  record(): Promise<void>;
  /** What it has written down, in order. */
  recorded(): Promise<readonly RecordedCall[]>;
  stop(): Promise<void>;
}

/** Starts moto on a port that the system picks; settles once it listens. Rejects with what it said when it ends before. */
export async function startMoto(): Promise<Moto> {
  if (!fs.existsSync(server)) throw new Error(`${server} is missing: .ci/emulator installs it`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-moto-"));
  const child = spawn(server, ["-H", "127.0.0.1", "-p", "0"], {
    env: {
      PATH: process.env.PATH,
      PYTHONUNBUFFERED: "1",
      MOTO_RECORDER_FILEPATH: path.join(folder, "requests.jsonl"),
    },
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
  const ask = async (method: "GET" | "POST", what: string): Promise<string> => {
    const answer = await fetch(`${endpoint}/moto-api/${what}`, { method });
    if (!answer.ok) throw new Error(`moto does not ${what}: ${answer.status}`);
    return answer.text();
  };
  return {
    endpoint,
    reset: async () => void (await ask("POST", "reset")),
    async record() {
      await ask("POST", "recorder/reset-recording");
      await ask("POST", "recorder/start-recording");
    },
    async recorded() {
      const lines = (await ask("GET", "recorder/download-recording")).split("\n").filter((line) => line !== "");
      return lines.map((line) => recordedCall(JSON.parse(line) as RecordedRequest));
    },
    async stop() {
      child.kill();
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface RecordedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly body_encoded: boolean;
}

/** JSON protocols name the operation in a header, the query protocol in the body. */
function recordedCall({ headers, body, body_encoded: isEncoded }: RecordedRequest): RecordedCall {
  const header = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
  const [, service = "unknown"] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(header("authorization")) ?? [];
  const text = isEncoded ? Buffer.from(body, "base64").toString("utf8") : body;
  const named = header("x-amz-target").split(".").pop();
  return { service, operation: (named || new URLSearchParams(text).get("Action")) ?? "unknown" };
}
