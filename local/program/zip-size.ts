import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { LaidOutFunction } from "./lay-out";

/** Bytes of something in an archive. */
export interface ArchiveSize {
  readonly files: number;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
}

/** Part of an archive: a package, or a file of the function's own. */
export interface ArchiveEntry extends ArchiveSize {
  readonly name: string;
}

/** A function's archive as an uploader would make it. */
export interface FunctionSize extends ArchiveSize {
  readonly name: string;
  /** The same without the packages that hold or serve country data; equal to `zippedBytes` where there are none. */
  readonly zippedBytesWithoutCountryData: number;
  /** Largest first. */
  readonly entries: readonly ArchiveEntry[];
}

/** Country data and what only it loads. */
const countryPackages: readonly string[] = ["async", "countries-list", "geoip-country", "geoip-lite"];

/** A local header of 30 bytes, a data descriptor of 16 and a central one of 46, and the path in both headers. */
const headerBytes = 30 + 16 + 46;

/** The record that ends a zip file. */
const endBytes = 22;

/** Sizes of a laid-out function's archive, deflated at the usual level. */
export function functionSize({ name, folder, files }: LaidOutFunction): FunctionSize {
  const entries = new Map<string, { files: number; zippedBytes: number; unzippedBytes: number }>();
  for (const file of files) {
    const key = packageOf(file);
    const entry = entries.get(key) ?? { files: 0, zippedBytes: 0, unzippedBytes: 0 };
    const content = fs.readFileSync(path.join(folder, file));
    entry.files += 1;
    entry.unzippedBytes += content.length;
    entry.zippedBytes += zlib.deflateRawSync(content).length + headerBytes + 2 * Buffer.byteLength(file);
    entries.set(key, entry);
  }
  const sorted = [...entries]
    .map(([entryName, size]) => ({ name: entryName, ...size }))
    .sort((one, other) => other.zippedBytes - one.zippedBytes);
  const zippedBytes = sum(sorted, "zippedBytes") + endBytes;
  const ofCountry = sorted.filter((entry) => countryPackages.includes(entry.name));
  return {
    name,
    files: files.length,
    zippedBytes,
    unzippedBytes: sum(sorted, "unzippedBytes"),
    zippedBytesWithoutCountryData: zippedBytes - sum(ofCountry, "zippedBytes"),
    entries: sorted,
  };
}

function sum(entries: readonly ArchiveEntry[], key: "zippedBytes" | "unzippedBytes"): number {
  return entries.reduce((total, entry) => total + entry[key], 0);
}

/** The package that a file of the archive belongs to; the file itself outside `node_modules`. */
export function packageOf(file: string): string {
  const parts = file.split(/[\\/]/);
  const at = parts.lastIndexOf("node_modules");
  if (at === -1) return file;
  const name = parts[at + 1] ?? "";
  return name.startsWith("@") ? `${name}/${parts[at + 2] ?? ""}` : name;
}
