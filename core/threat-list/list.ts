import { createHash } from "node:crypto";

import { quoted } from "../configuration/problem";
import { readEntry } from "./entry";

/** Bytes that GuardDuty reads of a list. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html */
export const mostListBytes = 35 * 1024 * 1024;

/** A list that GuardDuty will take, in the one form in which it is uploaded: its order and comments make no difference. */
export interface CheckedList {
  /** One entry a line, sorted, each once. */
  readonly content: string;
  readonly count: number;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
}

/** What is wrong in a list. `line` counts from 1; it is absent where the whole list is meant. */
export interface ListFault {
  readonly line?: number;
  /** Fit to be printed. */
  readonly found: string;
  readonly expected: string;
}

export type ListReading = { readonly list: CheckedList } | { readonly faults: readonly ListFault[] };

/** Faults that are remembered in full; a list that is none at all has one on each line. */
const mostFaults = 1000;

/**
 * Reads the text of a list: one entry a line, with comments behind `#` or `;`, blank lines and any line ends. Every line of
 * the wrong form is named, up to a thousand.
 */
export function readList(text: string, mostEntries: number): ListReading {
  const lines = new Map<string, number>();
  const faults: ListFault[] = [];
  let count = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.replace(/[#;].*$/s, "").trim();
    if (line === "") continue;
    count += 1;
    if (faults.length >= mostFaults) continue;
    const fault = faultOf(line, index + 1, lines);
    if (fault !== undefined) faults.push(fault);
  }
  if (count === 0) faults.push({ found: "no entry", expected: "at least 1 entry" });
  if (count > mostEntries) faults.unshift({ found: `${count} entries`, expected: `at most ${mostEntries}` });
  return faults.length > 0 ? { faults } : { list: listOf([...lines.keys()]) };
}

/** The list of entries that were read one by one. */
export function listOf(entries: readonly string[]): CheckedList {
  const sorted = [...entries].sort();
  const content = sorted.map((entry) => `${entry}\n`).join("");
  return { content, count: sorted.length, sha256: createHash("sha256").update(content).digest("hex") };
}

function faultOf(text: string, line: number, lines: Map<string, number>): ListFault | undefined {
  const reading = readEntry(text);
  if ("fault" in reading) {
    const { why, expected } = reading.fault;
    return { line, found: why === "" ? quoted(text) : `${quoted(text)}, ${why}`, expected };
  }
  const before = lines.get(reading.entry);
  if (before !== undefined) {
    return { line, found: `${quoted(text)} a second time, after line ${before}`, expected: "each entry once" };
  }
  lines.set(reading.entry, line);
  return undefined;
}

const shownFaults = 20;

/** All faults (in full the first 20) as one message. `name` says which list, and is fit to be printed. */
export function formatFaults(name: string, faults: readonly ListFault[]): string {
  const lines = faults
    .slice(0, shownFaults)
    .map(
      ({ line, found, expected }) =>
        `  ${line === undefined ? "" : `line ${line}: `}found ${found}; expected ${expected}`,
    );
  const others =
    faults.length >= mostFaults ? `at least ${faults.length - shownFaults}` : String(faults.length - shownFaults);
  const more = faults.length > shownFaults ? [`  and ${others} more`] : [];
  return [`${name} cannot be used:`, ...lines, ...more].join("\n");
}
