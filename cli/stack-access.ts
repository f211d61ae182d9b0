import type { DeadLetterQueue } from "../clients/dead-letter-queue";
import { deadLetterQueue } from "../clients/dead-letter-queue";
import { functionInvoker } from "../clients/function-invoker";
import type { CommandTargets, FunctionTarget } from "../core/commands/command-targets";
import { awsFailure } from "./aws-failure";
import { deployedTargets } from "./deployed-stack";
import { UsageError } from "./usage-error";

/** What a command works on: AWS, or the local account of the last run in its place, both through the SDK. */
export interface StackAccess {
  readonly targets: CommandTargets;
  /** Now, or the time at which the last run stopped. */
  readonly nowMs: number;
  /** A local run, whose time is that of the records: what has expired by that clock may still be answered. */
  readonly isRehearsal: boolean;
  deadLettersOf(target: FunctionTarget): DeadLetterQueue;
  /** Settles when the event is taken; throws why it is not. */
  handOver(target: FunctionTarget, event: unknown): Promise<void>;
  /** Waits for the function's answer; throws what it failed with. */
  ask(target: FunctionTarget, question: object): Promise<unknown>;
}

/** What a command does with the stack. Returns the exit status. */
export type StackWork = (access: StackAccess) => Promise<number>;

/**
 * Runs a command's work on a deployed stack under the caller's own credentials, or without a name on the last local run,
 * whose functions then take up what the command has set off. What AWS says is thrown in one line.
 */
export async function withStack(stack: string | undefined, work: StackWork): Promise<number> {
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    if (stack === undefined) {
      const { withLastRun } = require("./last-run") as typeof import("./last-run");
      return await withLastRun(work);
    }
    return await work(deployedAccess(await deployedTargets(stack)));
  } catch (error) {
    throw error instanceof UsageError ? error : awsFailure(error);
  }
}

function deployedAccess(targets: CommandTargets): StackAccess {
  // The stack's, whatever region the caller's profile names.
  process.env.AWS_REGION = targets.region;
  const invoker = functionInvoker();
  return {
    targets,
    nowMs: Date.now(),
    isRehearsal: false,
    deadLettersOf: ({ deadLetterQueueUrl }) => deadLetterQueue(deadLetterQueueUrl),
    handOver: ({ name }, event) => invoker.invokeLater(name, event),
    ask: ({ name }, question) => invoker.ask(name, question),
  };
}
