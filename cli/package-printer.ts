import type { FunctionSize } from "../local/program/zip-size";

/** How many entries of an archive are named. */
const mostEntries = 5;

/** The sizes of all archives as a person wants to see them, in decimal units. */
export function drawFunctionSizes(sizes: readonly FunctionSize[]): string {
  return sizes.map(drawFunctionSize).join("\n");
}

function drawFunctionSize(size: FunctionSize): string {
  const without =
    size.zippedBytesWithoutCountryData === size.zippedBytes
      ? ""
      : ` (${decimalBytes(size.zippedBytesWithoutCountryData)} without country data)`;
  const rows = size.entries
    .slice(0, mostEntries)
    .map(({ name, zippedBytes, unzippedBytes }) => [name, decimalBytes(zippedBytes), decimalBytes(unzippedBytes)]);
  const rest = size.entries.length - rows.length;
  const nameWidth = Math.max(...rows.map(([name = ""]) => name.length));
  return [
    size.name,
    `  ${size.files} ${size.files === 1 ? "file" : "files"}, ${decimalBytes(size.zippedBytes)} zipped${without}, ${decimalBytes(size.unzippedBytes)} unzipped`,
    ...rows.map(
      ([name = "", zipped = "", unzipped = ""]) =>
        `    ${name.padEnd(nameWidth)} ${zipped.padStart(8)} zipped ${unzipped.padStart(8)} unzipped`,
    ),
    ...(rest === 0 ? [] : [`    and ${rest} smaller`]),
    "",
  ].join("\n");
}

/** A number of bytes in decimal units, as Lambda's and npm's own figures are: 1 KB is 1,000 bytes. */
export function decimalBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
