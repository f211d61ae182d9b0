import type { Random } from "../../local/bundled-day/random";
import type { AccountSetup } from "../../local/account/types";

/** One event for a function, with so many mutants in it. */
export interface Trial {
  readonly event: unknown;
  /** 0 for what only lets the function do what it has put off, as a tick. */
  readonly mutants: number;
  /** What has to be accounted for, each by any of its marks, in what leaves the function. */
  readonly accountable: readonly (readonly string[])[];
  /** Whether the function may refuse all of it, which keeps it as a dead letter. */
  readonly mayReject: boolean;
}

/** Where and when a trial takes place. */
export interface Scene {
  /** 1 for the first. */
  readonly number: number;
  readonly nowMs: number;
  readonly random: Random;
  /** Most mutants that the trial may hold. */
  readonly most: number;
}

/** A state that a table of the program holds from the beginning. */
export interface KnownRow {
  readonly table: "actions" | "tickets";
  readonly key: string;
  readonly value: unknown;
}

/** How a function is fuzzed. */
export interface FuzzTarget {
  /** The stack that declares it. */
  readonly stack: "everything on" | "one subscription";
  /** Functions of the uploaded text that decide: a mutant that comes to one of them has reached the core. */
  readonly core: readonly string[];
  /** Event time between two trials. */
  readonly stepMs: number;
  /** What the account holds beside what is declared, each time it is made anew. */
  readonly world?: (nowMs: number) => Partial<AccountSetup>;
  readonly rows?: (nowMs: number) => readonly KnownRow[];
  trial(scene: Scene): Trial;
}

/** Beginning of all marks, by which ids are found in whatever leaves a function. */
const markBegin = "f0f0f0f0";

/** An id of the form of CloudTrail's, which no other mutant has. */
export function mark(number: number, position = 0): string {
  return `${markBegin}-0000-4000-8${String(position).padStart(3, "0")}-${String(number).padStart(12, "0")}`;
}

/** The marks in a text. */
export function marksIn(text: string): string[] {
  return text.match(/f0f0f0f0-0000-4000-[89]\d{3}-\d{12}|f0f0f0f0\d{24}/g) ?? [];
}

/** Of the form of GuardDuty's ids. */
export function findingMark(number: number): string {
  return `${markBegin}${String(number).padStart(24, "0")}`;
}

/** Whether all of these paths hold what they held. */
export function areKept(one: unknown, other: unknown, paths: readonly string[]): boolean {
  return paths.every((path) => JSON.stringify(at(one, path)) === JSON.stringify(at(other, path)));
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split(".")) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

export const minuteMs = 60_000;

/** Within the sixty days for which the default country data is used. */
export const startMs = Date.parse("2026-10-01T12:00:00Z");

export function isoSecond(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z/, "Z");
}
