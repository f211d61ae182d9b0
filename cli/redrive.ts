import { parseCommandOptions } from "./command-options";
import type { RedriveCounts } from "./redrive-queue";
import { redriveQueue } from "./redrive-queue";
import { withStack } from "./stack-access";
import { UsageError } from "./usage-error";

const defaultMost = 1_000;

const help = `Usage: warden redrive FUNCTION [options]

Plays a function's dead-letter queue again: each event is handed to the function as at first, and leaves the queue once Lambda
has taken it. What fails again comes back to the queue. Events that are too old by now lead to no action.

  --most N      at most so many messages (default ${defaultMost})
  --stack NAME  a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 all that was found is handed over; 1 something could not be; 2 wrong usage.
`;

/** `warden redrive`. Returns the exit status. */
export async function redrive(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, {
    command: "redrive",
    operand: "the name of a FUNCTION",
    options: ["most"],
  });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const most = mostOf(options.values.most);
  const { operand: name } = options;
  return withStack(options.stack, async (access) => {
    const { functions } = access.targets;
    const target = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (target === undefined) {
      throw new UsageError(
        `${JSON.stringify(name)} is no function of the stack; it has ${Object.keys(functions).join(", ")}`,
      );
    }
    const handOver = (event: unknown) => access.handOver(target, event);
    return report(name, await redriveQueue(access.deadLettersOf(target), handOver, most), most);
  });
}

function report(name: string, counts: RedriveCounts, most: number): number {
  const { redriven, unreadable, failed, undeleted, why } = counts;
  const lines = [
    `${name}: ${redriven} redriven, ${failed} could not be handed over, ${unreadable} without an event.`,
    ...(why === undefined ? [] : [`  Left in the queue: ${why}`]),
    ...(undeleted === 0 ? [] : [`  ${undeleted} could not be removed from the queue and will be handed over again.`]),
    ...(redriven + unreadable + failed < most ? [] : [`  Stopped at ${most}; there may be more.`]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return failed + unreadable + undeleted > 0 ? 1 : 0;
}

function mostOf(text: string | undefined): number {
  if (text === undefined) return defaultMost;
  const most = Number(text);
  if (/^\d{1,6}$/.test(text) && most > 0) return most;
  throw new UsageError(`--most ${JSON.stringify(text)} is not a number from 1 to 999999`);
}
