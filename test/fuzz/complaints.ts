import type { LeftRequest } from "./in-process-services";
import type { Trial } from "./trial";
import { marksIn } from "./trial";

/** What one trial has left. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly requests: readonly LeftRequest[];
  /** Inputs of AWS calls that change something, as JSON, and what they send to people or to other functions. */
  readonly writes: readonly string[];
  /** What people read, or other programs. */
  readonly messages: readonly string[];
  readonly handedOn: readonly string[];
  readonly rejection?: Error;
  readonly reached: number;
  readonly effects: number;
  readonly tookMs: number;
}

/** Errors that only a mistake in the program makes. */
const crashes = ["TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError", "AssertionError"];

/** The same where it was caught, and is only told of. */
const crashWords =
  /Cannot (?:read|set|convert|assign|access)|is not (?:a function|iterable|defined|a constructor)|Maximum call stack|Invalid (?:time value|array length|string length|count value)|Unexpected (?:token|end of JSON)|circular structure|Reduce of empty|the local account failed/;

/** By which a text shows that a value is missing. Nothing that is put into an event holds any of them, but for JSON's null. */
const missingWords =
  /(?:^|[^\w./-])(?:undefined|NaN|Infinity|Invalid Date)(?:$|[^\w./-])|(?:^|[\s(`])null(?:$|[\s).;`])|\[object \w+\]/;
const missingInData = /(?:^|[^\w./-])(?:undefined|NaN|Invalid Date)(?:$|[^\w./-])|\[object \w+\]/;

/** What should not have come of a trial, in words that are the same for the same mistake. */
export function complaintsAbout(trial: Trial, outcome: Outcome): string[] {
  const { lines, requests, writes, messages, handedOn, rejection } = outcome;
  const complaints: string[] = [];
  if (rejection !== undefined) {
    const what = `${rejection.name}: ${rejection.message}`;
    if (crashes.includes(rejection.name) || crashWords.test(what))
      complaints.push(`crash: ${what.slice(0, 200)} ${placeOf(rejection)}`);
    else if (!trial.mayReject) complaints.push(`refused a whole delivery: ${what.slice(0, 200)}`);
  }
  for (const line of lines) {
    const [words] = crashWords.exec(line) ?? [];
    if (words !== undefined) complaints.push(`crash in the log: ${line.slice(0, 300)}`);
  }
  const [read, taken] = [requests.filter(isForPeople), requests.filter((one) => !isForPeople(one))];
  for (const text of [...messages, ...read.map(({ body }) => body)].flatMap(textsIn)) {
    const [words] = missingWords.exec(text) ?? crashWords.exec(text) ?? [];
    if (words !== undefined) complaints.push(`message with ${words.trim()}: ${text.slice(0, 300)}`);
  }
  for (const text of [...handedOn, ...taken.map(({ body }) => body)]) {
    const [words] = missingInData.exec(text) ?? [];
    if (words !== undefined) complaints.push(`handed on with ${words.trim()}: ${text.slice(0, 300)}`);
  }
  if (rejection === undefined)
    complaints.push(...lost(trial, [...lines, ...writes, ...requests.map(({ body }) => body)]));
  return complaints;
}

function isForPeople({ host }: LeftRequest): boolean {
  return !host.includes("splunk");
}

function placeOf({ stack = "" }: Error): string {
  return (/at .*__index\.js:\d+/.exec(stack) ?? [""])[0].replace(/\(.*__index/, "(__index");
}

function lost({ accountable }: Trial, left: readonly string[]): string[] {
  if (accountable.length === 0) return [];
  const all = left.join("\n");
  const seen = new Set(marksIn(all));
  const missing = accountable.filter(
    (marks) => !marks.some((one) => seen.has(one) || (accountable.length < 3 && all.includes(one))),
  );
  return missing.length === 0
    ? []
    : [`lost: ${missing.length} of ${accountable.length}, the first is ${missing[0]?.join(" or ") ?? ""}`];
}

/** All texts in a message, which may be JSON. */
function textsIn(message: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return [message];
  }
  return leaves(value);
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return /^\s*[{[]/.test(value) ? textsIn(value) : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(leaves);
}
