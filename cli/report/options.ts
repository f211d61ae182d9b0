import { readArguments } from "../read-arguments";
import type { ReplayOptions } from "../replay-options";
import { playForms, playOptionsOf } from "../replay-options";
import { UsageError } from "../usage-error";

export const reportHelp = `Usage: warden report PATH… -o FILE.html [options]

Plays CloudTrail history and findings as warden replay does, and writes what came of it as one page: who did what, what Warden
would have done, a timeline, causes, alarms, keys with scores, and the messages as they would look. The page needs nothing but
itself: no network, no script. The same history gives the same page, byte for byte. Alerts per day, the top causes and what
differs go to standard error, too. PATH is what warden replay takes.

  -o FILE, --output FILE     the page; - for standard output
  --compare STACK_FILE       plays the history with this stack configuration, too, and shows the difference
  --stack-file FILE          stack configuration to run with (default Pulumi.dev.yaml)
  --since TIME, --until TIME only what happened from TIME on, before TIME: a date (2026-03-17, midnight in UTC), or a date and
                             time with its zone (2026-03-17T10:00:00Z)
  --modes ACTION=MODE,…      modes to run with; all=MODE for every action
  --accounts seen            act in every account that is seen, not only the one seen most
  --organization FILE        names, units and tags of accounts, as YAML or JSON
  --no-slack                 run as if Slack were not configured
  --help

Exit status: 0 everything was read; 1 something could not be read, or the page not be written; 2 wrong usage.
`;

/** What `warden report` is called with. */
export interface ReportOptions {
  readonly replay: ReplayOptions;
  /** "-" for standard output. */
  readonly output: string;
  /** Stack file of the other configuration; undefined where there is only one. */
  readonly compare: string | undefined;
}

const forms = { ...playForms, output: { type: "string", short: "o" }, compare: { type: "string" } } as const;

/** Reads the arguments; "help" where that is asked for. Throws a UsageError that names what is wrong. */
export function parseReportOptions(args: readonly string[]): ReportOptions | "help" {
  const { values, positionals } = readArguments(args, forms);
  const { output, compare } = values;
  const replay = playOptionsOf(values, positionals);
  if (replay.help) return "help";
  if (positionals.length === 0) throw new UsageError("report needs a PATH to play");
  if (output === undefined || output === "") throw new UsageError("report needs -o FILE.html");
  if (compare === "") throw new UsageError("--compare needs the name of a stack file");
  if (compare !== undefined && positionals.includes("-")) {
    throw new UsageError("standard input can be read only once, and --compare reads twice");
  }
  return { replay, output, compare };
}
