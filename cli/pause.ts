import { actionStore } from "../clients/action-store";
import { callerArn } from "../clients/caller";
import { stateTable } from "../clients/state-table";
import { parseCommandOptions } from "./command-options";
import { pauseLines, pauseScope, scopeWords } from "./pause-scope";
import { withStack } from "./stack-access";

const help = `Usage: warden pause [options]

Stops all actions at once, without a deployment: from now on they only tell people. Every action looks at this before each
change; where it can't be read, nothing is changed either.

  --action NAME    only this action
  --account ID     only in this account
  --stack NAME     a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 paused; 1 it could not be; 2 wrong usage.
`;

/** `warden pause`. Returns the exit status. */
export async function pause(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, { command: "pause", options: ["action", "account"] });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const scope = pauseScope(options.values.action, options.values.account);
  return withStack(options.stack, async ({ targets, nowMs }) => {
    const store = actionStore(stateTable(targets.actionsTable));
    await store.pause({ scope, by: await callerArn(), atMs: nowMs });
    process.stdout.write(`${sentence(scopeWords(scope))} paused.\n${pauseLines(await store.pauses())}`);
    return 0;
  });
}

function sentence(words: string): string {
  const isPlural = words.startsWith("all");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${isPlural ? "are" : "is"}`;
}
