import { readArguments, textOptions } from "./read-arguments";
import { UsageError } from "./usage-error";

/** What a command that works on a stack is called with. */
export interface CommandForm {
  readonly command: string;
  /** What its one operand is called; absent where it takes none. */
  readonly operand?: string;
  /** Options with a value, beside `--stack`. */
  readonly options?: readonly string[];
}

export interface CommandOptions {
  /** "" where the command takes none. */
  readonly operand: string;
  /** A deployed stack; undefined: the last local run. */
  readonly stack: string | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Reads a command's arguments; "help" where that is asked for. Throws a UsageError that names what is wrong. */
export function parseCommandOptions(
  args: readonly string[],
  { command, operand, options = [] }: CommandForm,
): CommandOptions | "help" {
  const { values, positionals } = readArguments(args, textOptions(["stack", ...options]));
  if (values.help === true) return "help";
  const [given, ...rest] = positionals;
  if (operand === undefined && given !== undefined) {
    throw new UsageError(`${command} takes no operand, found ${JSON.stringify(given)}`);
  }
  if (operand !== undefined && (given === undefined || given === ""))
    throw new UsageError(`${command} needs ${operand}`);
  if (rest.length > 0)
    throw new UsageError(`${command} takes one ${operand ?? "operand"}, found also ${JSON.stringify(rest[0])}`);
  const texts = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
  if (texts.stack === "") throw new UsageError("--stack needs the name of a stack");
  return { operand: given ?? "", stack: texts.stack, values: texts };
}
