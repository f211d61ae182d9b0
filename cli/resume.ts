import { actionStore } from "../clients/action-store";
import { stateTable } from "../clients/state-table";
import { parseCommandOptions } from "./command-options";
import { pauseLines, pauseScope, scopeWords } from "./pause-scope";
import { withStack } from "./stack-access";

const help = `Usage: warden resume [options]

Takes back what warden pause has stopped: the same options take back the same pause. What else is paused stays so, and is
shown.

  --action NAME    the pause of this action
  --account ID     the pause of this account
  --stack NAME     a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 resumed, or not paused before; 1 it could not be; 2 wrong usage.
`;

/** `warden resume`. Returns the exit status. */
export async function resume(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, { command: "resume", options: ["action", "account"] });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const scope = pauseScope(options.values.action, options.values.account);
  return withStack(options.stack, async ({ targets }) => {
    const store = actionStore(stateTable(targets.actionsTable));
    const wasPaused = await store.resume(scope);
    const said = wasPaused ? "The pause is over" : "There was no pause";
    process.stdout.write(`${said}: ${scopeWords(scope)}.\n${pauseLines(await store.pauses())}`);
    return 0;
  });
}
