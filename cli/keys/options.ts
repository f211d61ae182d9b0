import { secondsOfDuration } from "../../core/configuration/duration";
import { readArguments, textOptions } from "../read-arguments";
import { UsageError } from "../usage-error";

export const verbs = Object.freeze([
  "update-profile",
  "score-requests",
  "show-profile",
  "delete-profile",
  "export-profile",
  "import-profile",
  "exposed",
] as const);
export type Verb = (typeof verbs)[number];

/** The store that is used where none is named, beside what a local run keeps. */
export const defaultStore = ".warden/key-profiles.json";

export interface KeysOptions {
  readonly operands: readonly string[];
  /** Back from the last event, or from now for the log group; undefined: all of it. */
  readonly periodMs: number | undefined;
  /** Instead of the configuration's `profiles.learnFor`. */
  readonly learnForMs: number | undefined;
  /** Only this key. */
  readonly key: string | undefined;
  readonly json: boolean;
  /** The store in a file; of no matter where `stack` is set. */
  readonly store: string;
  /** The deployed table. */
  readonly stack: string | undefined;
  /** The stack file with the settings of `profiles`; undefined: the one that belongs to the stack. */
  readonly stackFile: string | undefined;
}

/** What each command takes beside `--json`, and how many operands: none, a file, paths or a key. */
const forms: Readonly<Record<Verb, { readonly options: readonly string[]; readonly operands: number }>> = {
  "update-profile": { options: ["period", "learn-for", "key", "store", "stack", "stack-file"], operands: Infinity },
  "score-requests": { options: ["period", "learn-for", "key", "store", "stack", "stack-file"], operands: Infinity },
  "show-profile": { options: ["key", "store", "stack", "stack-file"], operands: 1 },
  "delete-profile": { options: ["key", "store", "stack"], operands: 1 },
  "export-profile": { options: ["key", "store", "stack"], operands: 1 },
  "import-profile": { options: ["store", "stack", "stack-file"], operands: 1 },
  exposed: { options: [], operands: 0 },
};

/** Ids as AWS makes them: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const longTermKeyId = /^AKIA[A-Z0-9]{12,124}$/;

/** Reads the arguments of `warden keys VERB`. Throws a UsageError that names what is wrong. */
export function parseKeysOptions(verb: Verb, args: readonly string[]): KeysOptions | "help" {
  const form = forms[verb];
  const { values, positionals } = readArguments(args, { json: { type: "boolean" }, ...textOptions(form.options) });
  if (values.help === true) return "help";
  if (positionals.length > form.operands) {
    throw new UsageError(`keys ${verb} can't do anything with ${JSON.stringify(positionals[form.operands])}`);
  }
  const texts = values as Readonly<Record<string, string | undefined>>;
  for (const name of ["stack", "store", "stack-file"]) {
    if (texts[name] === "") throw new UsageError(`--${name} needs a value`);
  }
  if (texts.stack !== undefined && texts.store !== undefined) {
    throw new UsageError("--stack and --store name two stores: give one of them");
  }
  return {
    operands: positionals,
    periodMs: durationIn("--period", texts.period),
    learnForMs: texts["learn-for"] === "0" ? 0 : durationIn("--learn-for", texts["learn-for"]),
    key: keyIn("--key", texts.key),
    json: values.json === true,
    store: texts.store ?? defaultStore,
    stack: texts.stack,
    stackFile: texts["stack-file"],
  };
}

/** The exact id of a key, as an option or an operand has it. Throws a UsageError for anything else. */
export function keyIn(place: string, text: string | undefined): string | undefined {
  if (text === undefined || longTermKeyId.test(text)) return text;
  throw new UsageError(`${place} ${JSON.stringify(text)} is not the id of a long-term key (AKIA…), as a whole`);
}

function durationIn(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = secondsOfDuration(text);
  if (seconds === undefined) {
    throw new UsageError(`${option} ${JSON.stringify(text)} is not a duration such as 10m, 1h or 1d`);
  }
  return seconds * 1000;
}
