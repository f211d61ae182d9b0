import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";

/** One thing that a watched process or thread did. */
export interface Reach {
  readonly pid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly kind: "watched" | "socket" | "name" | "process";
  readonly target: string;
}

/**
 * What a laptop may hold that a local run must not touch: credentials that look as if they worked, in the environment and in
 * the home folder, a profile whose credentials come from a process, and proxies. What is run with `environment` is watched.
 */
export interface HostileSurroundings {
  readonly environment: Readonly<Record<string, string>>;
  /** Texts that nothing may print or send. */
  readonly secrets: readonly string[];
  reached(): Reach[];
  /** Connections that the proxy has taken. */
  proxied(): number;
  credentialProcessRan(): boolean;
  /** Forgets what has been seen so far. */
  forget(): void;
  stop(): Promise<void>;
}

const accessKeyId = "AKIAEXAMPLELAPTOP001";
const secretAccessKey = "laptop-secret-access-key-from-the-environment";
const fileSecretAccessKey = "laptop-secret-access-key-from-the-home-folder";

export async function startHostileSurroundings(): Promise<HostileSurroundings> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-home-"));
  const record = path.join(home, "reach.jsonl");
  const marker = path.join(home, "credential-process-ran");
  let connections = 0;
  const proxy = net.createServer((socket) => {
    connections += 1;
    socket
      .on("error", () => {})
      .resume()
      .end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
  const forget = () => {
    fs.writeFileSync(record, "");
    fs.rmSync(marker, { force: true });
    connections = 0;
  };
  writeProfiles(path.join(home, ".aws"), marker);
  forget();
  return {
    environment: {
      HOME: home,
      USERPROFILE: home,
      ...credentialVariables(),
      ...proxyVariables(proxyUrl),
      NODE_OPTIONS: `--require ${path.join(__dirname, "record-reach.cjs")}`,
      REACH_RECORD: record,
    },
    secrets: [accessKeyId, secretAccessKey, fileSecretAccessKey],
    reached: () => {
      const lines = fs.readFileSync(record, "utf8").split("\n").slice(0, -1);
      return lines.map((line) => JSON.parse(line) as Reach);
    },
    proxied: () => connections,
    credentialProcessRan: () => fs.existsSync(marker),
    forget,
    stop: async () => {
      await new Promise((resolve) => proxy.close(resolve));
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

function credentialVariables(): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: "eu-central-1",
    AWS_SDK_LOAD_CONFIG: "1",
  };
}

function proxyVariables(url: string): Record<string, string> {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
  return {
    ...Object.fromEntries(names.map((name) => [name, url])),
    NO_PROXY: "",
    no_proxy: "",
    NODE_USE_ENV_PROXY: "1",
  };
}

function writeProfiles(folder: string, marker: string): void {
  fs.mkdirSync(folder);
  const answer = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: fileSecretAccessKey });
  const script = path.join(folder, "process.cjs");
  const lines = [
    `require("fs").writeFileSync(${JSON.stringify(marker)}, "ran");`,
    `console.log(${JSON.stringify(answer)});`,
  ];
  fs.writeFileSync(script, lines.join("\n"));
  const fromProcess = `credential_process = "${process.execPath}" "${script}"\n`;
  fs.writeFileSync(path.join(folder, "credentials"), `[default]\n${fromProcess}`);
  fs.writeFileSync(path.join(folder, "config"), `[default]\nregion = eu-central-1\n${fromProcess}`);
}

/** Runs a script of one text in a process of its own with this environment alone, and gives its exit status. */
export async function runScript(text: string, environment: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(process.execPath, ["-e", text], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
}
