import * as fs from "node:fs";
import * as path from "node:path";

import { parseProfiles, profilesText } from "./stored-profiles";
import type { KeptProfiles, KeptProfile } from "./stored-profiles";

/** Key profiles in a file of this machine, as they were read. */
export interface StoreFile {
  /** By the id of their key; to be changed, and then written. */
  readonly profiles: Map<string, KeptProfile>;
  /**
   * Writes the profiles in place of what was read: all of them or nothing, for the owner alone. Throws, and writes nothing,
   * where the file is no longer what was read.
   */
  write(): void;
}

/** Reads a store; a file that is not there is an empty one. Throws in one line, which names the file, what is wrong. */
export function openStoreFile(file: string): StoreFile {
  const read = contentOf(file);
  const profiles = read === undefined ? new Map<string, KeptProfile>() : profilesIn(file, read);
  return { profiles, write: () => replace(file, read, profiles) };
}

/** The profiles of a file that has to be there, an exported one for example. Throws as `openStoreFile` does. */
export function readProfilesFile(file: string): Map<string, KeptProfile> {
  const read = contentOf(file);
  if (read === undefined) throw new Error(`${file}: no such file`);
  return profilesIn(file, read);
}

function profilesIn(file: string, text: string): Map<string, KeptProfile> {
  try {
    return parseProfiles(text);
  } catch (error) {
    throw new Error(`${file} ${(error as Error).message}; nothing of it is used`, { cause: error });
  }
}

function contentOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`${file} could not be read: ${code ?? "unknown reason"}`, { cause: error });
  }
}

function replace(file: string, read: string | undefined, profiles: KeptProfiles): void {
  const target = read === undefined ? path.resolve(file) : fs.realpathSync(file);
  const lock = `${target}.lock`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  takeLock(lock, file);
  try {
    if (contentOf(file) !== read) {
      throw new Error(`${file} was changed by another process meanwhile: nothing was written, run the command again`);
    }
    writeWhole(target, profilesText(profiles));
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function takeLock(lock: string, file: string): void {
  try {
    fs.writeFileSync(lock, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new Error(`${file} can't be written: ${code ?? "unknown reason"}`, { cause: error });
    throw new Error(
      `another process is writing ${file}: nothing was written, run the command again (or remove ${lock} where none is)`,
      { cause: error },
    );
  }
}

/** Under another name first, so that a crash leaves the old file or the new one. */
function writeWhole(target: string, text: string): void {
  const part = `${target}.${process.pid}.part`;
  const descriptor = fs.openSync(part, "w", 0o600);
  try {
    fs.writeFileSync(descriptor, text);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.chmodSync(part, 0o600);
  fs.renameSync(part, target);
}
