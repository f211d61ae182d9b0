import { keepEnvironment, setEnvironment } from "../support/environment";
import type { WardenRun } from "./run-warden";

/**
 * Runs a command in this process, which saves the second that a process of its own takes, under this environment (undefined
 * takes a variable away) and in this folder. What it writes is kept from the test's own output. One at a time.
 */
export async function runHere(
  command: () => Promise<number>,
  environment: Readonly<Record<string, string | undefined>>,
  folder = process.cwd(),
): Promise<WardenRun> {
  const restoreEnvironment = keepEnvironment();
  const home = process.cwd();
  const said = { stdout: "", stderr: "" };
  const { stdout, stderr } = process;
  const writers = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr) };
  const keep = (name: "stdout" | "stderr") => (text: string | Uint8Array, written?: unknown) => {
    said[name] += String(text);
    if (typeof written === "function") setImmediate(() => void written());
    return true;
  };
  stdout.write = keep("stdout");
  stderr.write = keep("stderr");
  try {
    process.chdir(folder);
    setEnvironment(environment);
    return { status: await command(), ...said };
  } finally {
    process.chdir(home);
    Object.assign(stdout, { write: writers.stdout });
    Object.assign(stderr, { write: writers.stderr });
    restoreEnvironment();
  }
}
