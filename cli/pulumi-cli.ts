import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** The folder that npm puts first into PATH: the `pulumi` in it is not the CLI but what fetches it. */
const npmFolder = path.join("node_modules", ".bin");

const name = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** Where Pulumi's installer and its npm package (by version) put the CLI. https://www.npmjs.com/package/pulumi */
function usualFolders(): string[] {
  const home = process.env.PULUMI_HOME ?? path.join(os.homedir(), ".pulumi");
  const { version } = JSON.parse(fs.readFileSync("node_modules/pulumi/package.json", "utf8")) as { version: string };
  return [path.join(home, "versions", process.env.PULUMI_VERSION ?? version, "bin"), path.join(home, "bin")];
}

/** The Pulumi CLI that is on this machine, if there is one. */
function installedCli(): string | undefined {
  const inPath = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !folder.endsWith(npmFolder));
  return [...inPath, ...usualFolders()].map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The Pulumi CLI: the one on this machine, otherwise the one that the npm package fetches from get.pulumi.com once.
 * Throws, with what to do, where neither is to be had.
 */
export async function pulumiCli(): Promise<string> {
  const installed = installedCli();
  if (installed !== undefined) return installed;
  if (process.stderr.isTTY) process.stderr.write("Fetching the Pulumi CLI from get.pulumi.com, once\n");
  await asked(process.execPath, ["node_modules/pulumi/run.js", "version"]);
  const fetched = installedCli();
  if (fetched !== undefined) return fetched;
  throw new Error(
    "there is no Pulumi CLI on this machine and get.pulumi.com could not be reached to fetch it: install it from https://www.pulumi.com/docs/iac/download-install/ and try again",
  );
}

/** Asks the CLI something: its answer, or undefined where it has none. */
export async function asked(command: string, args: readonly string[]): Promise<string | undefined> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  return (await statusOf(child)) === 0 ? said.trim() : undefined;
}

/** Hands this terminal over to the CLI; its exit status. */
export async function handOver(cli: string, args: readonly string[]): Promise<number> {
  // Language hosts lie beside the CLI.
  const PATH = `${path.dirname(cli)}${path.delimiter}${process.env.PATH ?? ""}`;
  return (await statusOf(spawn(cli, args, { stdio: "inherit", env: { ...process.env, PATH } }))) ?? 1;
}

async function statusOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", resolve);
  });
}
