import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** One input to read; `bytes` is 0 where that cannot be known beforehand (standard input, a pipe). */
export interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

export interface FoundFiles {
  readonly files: readonly InputFile[];
  /** Files in folders whose name is not one of a log. */
  readonly ignoredFiles: number;
  readonly unreadable: readonly { readonly origin: string; readonly why: string }[];
}

const logName = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$/i;

/** Whether a file that is not named outright is read, by its name. */
export function isLogName(name: string): boolean {
  return logName.test(name);
}

/**
 * The files that `paths` stand for, in the order given, folders recursively and in name order. A file named outright is
 * taken whatever its name; "-" stays as it is. Links are followed, a folder is entered once.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const files: InputFile[] = [];
  const unreadable: { origin: string; why: string }[] = [];
  const entered = new Set<string>();
  let ignoredFiles = 0;

  const visit = (path: string, isNamedOutright: boolean): void => {
    try {
      const status = statSync(path);
      if (status.isDirectory()) enter(path);
      else if (isNamedOutright || (status.isFile() && isLogName(path))) files.push({ path, bytes: status.size });
      else ignoredFiles += 1;
    } catch (error) {
      unreadable.push({ origin: path, why: reasonOf(error) });
    }
  };
  const enter = (folder: string): void => {
    const real = realpathSync(folder);
    if (entered.has(real)) return;
    entered.add(real);
    for (const name of readdirSync(folder).sort()) visit(join(folder, name), false);
  };

  for (const path of paths) {
    if (path === "-") files.push({ path, bytes: 0 });
    else visit(path, true);
  }
  return { files, ignoredFiles, unreadable };
}

/** Bytes of all files that `paths` stand for, as stored. */
export function storedBytesIn(paths: readonly string[]): number {
  return findFiles(paths).files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What the file system said, without the path that the caller names anyway. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return "no such file or folder";
  if (code === "EACCES" || code === "EPERM") return "may not be read";
  if (code === "ELOOP") return "a link that leads to itself";
  return error instanceof Error ? error.message : "cannot be read";
}
