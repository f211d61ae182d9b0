import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as after } from "node:timers/promises";

/** Where mocha's processes share what one of them has made; set by `run-folder.cjs` before they start. */
const sharedFolder = process.env.API_WARDEN_TEST_RUN;

const made = new Map<string, Promise<string>>();

/**
 * Has something costly made into an empty folder by one of the run's processes, for all of them, and returns the folder.
 * What is made must not be changed by those who use it. Rejects everywhere where making it failed.
 */
export function oncePerRun(name: string, make: (empty: string) => Promise<unknown>): Promise<string> {
  let folder = made.get(name);
  if (folder === undefined) made.set(name, (folder = makeOrAwait(name, make)));
  return folder;
}

async function makeOrAwait(name: string, make: (empty: string) => Promise<unknown>): Promise<string> {
  const root = sharedFolder ?? ownFolder();
  const place = path.join(root, createHash("sha256").update(name).digest("hex").slice(0, 16));
  const folder = path.join(place, "made");
  const outcome = path.join(place, "outcome.json");
  if (isFirst(place)) {
    const failure = await make(emptyFolder(folder)).then(
      () => null,
      (error: unknown) => String(error),
    );
    fs.writeFileSync(`${outcome}.part`, JSON.stringify(failure));
    fs.renameSync(`${outcome}.part`, outcome);
  }
  while (!fs.existsSync(outcome)) await after(20);
  const failure = JSON.parse(fs.readFileSync(outcome, "utf8")) as string | null;
  if (failure !== null) throw new Error(failure);
  return folder;
}

/** Only one process can make a folder that is not there. */
function isFirst(place: string): boolean {
  try {
    fs.mkdirSync(place);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

function emptyFolder(folder: string): string {
  fs.mkdirSync(folder);
  return folder;
}

const own: { folder?: string } = {};

/** For a file that is run without mocha's configuration. */
function ownFolder(): string {
  if (own.folder === undefined) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-test-"));
    process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
    own.folder = folder;
  }
  return own.folder;
}
