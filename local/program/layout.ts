import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

import type { Organization } from "../../core/organization/organization";
import type { LaidOutFunction } from "./lay-out";
import type { DeclaredResource, MockAccount } from "./mocks";
import type { ProgramOptions } from "./run-program";

export interface LayoutRequest extends ProgramOptions {
  /** Empty folder outside the project's tree. */
  readonly folder: string;
}

/** What the program declares, and where its functions stand as they would be uploaded. */
export interface Layout {
  readonly resources: readonly DeclaredResource[];
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly functions: readonly LaidOutFunction[];
  /** Folder with what the Lambda runtime carries, for `NODE_PATH`. */
  readonly runtimeModules: string;
  readonly account: MockAccount;
  /** What the settings tell of accounts, for the local AWS Organizations; absent where nothing is looked up there. */
  readonly organizationAccounts?: Organization | undefined;
}

const project = path.resolve(__dirname, "../..");

/** Runs the program in a process of its own that ends when the functions are laid out. Rejects with what it said when it failed. */
export async function layOut(request: LayoutRequest): Promise<Layout> {
  // In a file, because a configuration with long lists is more than an argument may hold.
  const asked = path.join(request.folder, "request.json");
  fs.writeFileSync(asked, JSON.stringify(request));
  const child = spawn(
    process.execPath,
    ["--require", path.join(project, "cli/register-typescript.cjs"), path.join(__dirname, "lay-out-main.ts"), asked],
    { cwd: project, env: childEnvironment(), stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`the program could not be laid out:\n${said.trim()}`);
  return JSON.parse(fs.readFileSync(path.join(request.folder, "layout.json"), "utf8")) as Layout;
}

/** No credentials, no proxies, no Pulumi settings of the caller: the layout is the same on every machine. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  return { PATH, HOME, TMPDIR, SystemRoot, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
}
