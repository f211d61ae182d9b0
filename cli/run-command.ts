import { UsageError } from "./usage-error";

const help = `Usage: warden COMMAND [options]

  replay [PATH…]   play history through the functions that pulumi up deploys (npm start is this)
  report PATH…     the same as one page: who did what, and what would have been done
  package DIR      write what pulumi up would upload, one folder per function
  doctor           what the AWS account has, and what will fail; changes nothing
  permissions      the exact IAM policies that deploying takes
  explain ID       every decision on one event and why: of the last run, or of PATH
  cost [PATH…]     what the stack costs a month, for the volume in PATH
  keys COMMAND     what is usual for each long-term key, and which requests are not

On the last local run, or on a deployed stack with --stack NAME:

  approve ID       say yes to a question, under your own AWS identity
  leave ID         say no to it
  restore ID       undo an action
  pause, resume    stop all actions at once, allow them again
  redrive FUNCTION play a function's dead-letter queue again
  verify           one harmless denied call, followed link by link to Slack and mail
  members          which other accounts are reached and watched; their template

warden COMMAND --help says more.
`;

type Command = (args: readonly string[]) => Promise<number>;

function commandOf(name: string | undefined): Command {
  switch (name) {
    case "replay":
      return (require("./replay") as typeof import("./replay")).replay;
    case "report":
      return (require("./report") as typeof import("./report")).report;
    case "package":
      return (require("./package") as typeof import("./package")).packageFunctions;
    case "doctor":
      return (require("./doctor") as typeof import("./doctor")).doctor;
    case "permissions":
      return (require("./permissions") as typeof import("./permissions")).permissions;
    case "cost":
      return (require("./cost") as typeof import("./cost")).cost;
    case "verify":
      return (require("./verify") as typeof import("./verify")).verify;
    case "keys":
      return (require("./keys/keys") as typeof import("./keys/keys")).keys;
    case "explain":
      return (require("./explain") as typeof import("./explain")).explain;
    case "approve":
      return (require("./approve") as typeof import("./approve")).approve;
    case "leave":
      return (require("./leave") as typeof import("./leave")).leave;
    case "restore":
      return (require("./restore") as typeof import("./restore")).restore;
    case "pause":
      return (require("./pause") as typeof import("./pause")).pause;
    case "resume":
      return (require("./resume") as typeof import("./resume")).resume;
    case "members":
      return (require("./members") as typeof import("./members")).members;
    case "redrive":
      return (require("./redrive") as typeof import("./redrive")).redrive;
    default:
      throw new UsageError(name === undefined ? "no command given" : `unknown command ${JSON.stringify(name)}`);
  }
}

/** Runs what the command line says. Returns the exit status; what went wrong is told on standard error, never thrown. */
export async function runCommand([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "help") {
    process.stdout.write(help);
    return 0;
  }
  try {
    return await commandOf(name)(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(
        `warden: ${error.message}\n${name === undefined ? help : "warden --help says what there is\n"}`,
      );
      return 2;
    }
    process.stderr.write(`warden: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
