import { actionNames } from "../core/configuration/names";
import type { PlaySpan } from "./play-span";
import { playSpanOf } from "./play-span";
import { readArguments } from "./read-arguments";
import { UsageError } from "./usage-error";

export interface ReplayOptions extends PlaySpan {
  readonly paths: readonly string[];
  readonly json: boolean;
  readonly slack: boolean;
  readonly stackFile: string;
  /** Action name to mode, as given; `all` is among them as it is. */
  readonly modes: Readonly<Record<string, string>>;
  readonly allAccounts: boolean;
  /** File on the organization's accounts, in place of `organization.accounts` of the stack file. */
  readonly organization?: string;
  /** File for the report on the run; undefined: none is written. */
  readonly report?: string;
  readonly help: boolean;
}

export const replayHelp = `Usage: warden replay [PATH…] [options]

Plays CloudTrail history and findings through the functions that pulumi up deploys, and shows what they would post and do.
PATH is a file or a folder, - for standard input, or s3://bucket/prefix, read with your own AWS credentials; without PATH a
bundled day is played.

  --json                     effects as JSON Lines on standard output
  --stack-file FILE          stack configuration to run with (default Pulumi.dev.yaml)
  --since TIME, --until TIME only what happened from TIME on, before TIME: a date (2026-03-17, midnight in UTC), or a date and
                             time with its zone (2026-03-17T10:00:00Z)
  --modes ACTION=MODE,…      modes to run with; all=MODE for every action
  --accounts seen            act in every account that is seen, not only the one seen most
  --organization FILE        names, units and tags of accounts, as YAML or JSON
  --no-slack                 run as if Slack were not configured
  --report FILE.html         the run as one page, too (warden report --help)
  --help

Exit status: 0 everything was read; 1 something could not be read; 2 wrong usage.
`;

/** The options that say how history is played. */
export const playForms = {
  "no-slack": { type: "boolean" },
  "stack-file": { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  modes: { type: "string" },
  accounts: { type: "string" },
  organization: { type: "string" },
} as const;

const forms = { ...playForms, json: { type: "boolean" }, report: { type: "string" } } as const;

/** Reads the arguments of `warden replay`. Throws a UsageError that names what is wrong. */
export function parseReplayOptions(args: readonly string[]): ReplayOptions {
  const { values, positionals } = readArguments(args, forms);
  if (values.report === "") throw new UsageError("--report needs the name of a file");
  const { json = false, report } = values;
  return { ...playOptionsOf(values, positionals), json, ...(report === undefined ? {} : { report }) };
}

type PlayValues = Pick<ReturnType<typeof readArguments<typeof forms>>["values"], keyof typeof playForms | "help">;

/** How history is to be played, by the values of `playForms` and the paths. Throws a UsageError that names what is wrong. */
export function playOptionsOf(values: PlayValues, positionals: readonly string[]): ReplayOptions {
  if (values.accounts !== undefined && values.accounts !== "seen") {
    throw new UsageError(`--accounts ${JSON.stringify(values.accounts)}: the only value is seen`);
  }
  return {
    paths: positionals,
    json: false,
    slack: !(values["no-slack"] ?? false),
    stackFile: values["stack-file"] ?? "Pulumi.dev.yaml",
    ...playSpanOf(values.since, values.until),
    modes: modesOf(values.modes),
    allAccounts: values.accounts === "seen",
    ...(values.organization === undefined ? {} : { organization: values.organization }),
    help: values.help ?? false,
  };
}

function modesOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? "").split(",").filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [action, mode, ...rest] = pair.split("=");
      if (!action || !mode || rest.length > 0)
        throw new UsageError(`--modes ${JSON.stringify(pair)} is not ACTION=MODE`);
      if (action !== "all" && !(actionNames as readonly string[]).includes(action)) {
        const allowed = ["all", ...actionNames].join(", ");
        throw new UsageError(`--modes ${JSON.stringify(pair)}: no action is called that; allowed: ${allowed}`);
      }
      return [action, mode];
    }),
  );
}
