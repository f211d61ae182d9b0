import type { ReplayOptions } from "../replay-options";
import { parseReplayOptions } from "../replay-options";
import { UsageError } from "../usage-error";

export const explainHelp = `Usage: warden explain EVENT_ID [PATH…] [options]

Shows every decision on one event and why: what it was, which functions were handed it, what each one told, gathered, muted or
decided with the checks in their order, which alarms it counted for, and where it is now. EVENT_ID is CloudTrail's eventID, or
the id of a finding. Without PATH it is looked up in the last local run, where the wa-… of an action will do, too; with PATH, that
history is played for it.

  --json                     one JSON object on standard output
  With PATH, as for warden replay: --stack-file FILE, --modes ACTION=MODE,…, --accounts seen, --no-slack, --since, --until
  --help

Exit status: 0 explained; 1 no such event, or it could not be looked up; 2 wrong usage.
`;

/** What `warden explain` is called with. */
export interface ExplainOptions {
  readonly eventId: string;
  /** How to play PATH; undefined: the last run is asked. */
  readonly replay: ReplayOptions | undefined;
  readonly json: boolean;
}

/** Reads the arguments; "help" where that is asked for. Throws a UsageError that names what is wrong. */
export function parseExplainOptions(args: readonly string[]): ExplainOptions | "help" {
  const options = parseReplayOptions(args);
  if (options.help) return "help";
  if (options.report !== undefined) throw new UsageError("--report goes with warden replay");
  const [eventId, ...paths] = options.paths;
  if (eventId === undefined || eventId === "") throw new UsageError("explain needs the EVENT_ID of an event");
  const { json } = options;
  if (paths.length > 0) return { eventId, json, replay: { ...options, paths } };
  const given = args.find((arg) => arg.startsWith("--") && arg !== "--json");
  if (given !== undefined) throw new UsageError(`${given.split("=")[0] ?? given} goes with a PATH to play`);
  return { eventId, json, replay: undefined };
}
