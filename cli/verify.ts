import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Finding } from "../core/probe/finding";
import { findingLines, isWhole } from "../core/probe/finding";
import { awsFailure } from "./aws-failure";
import { parseCommandOptions } from "./command-options";
import { UsageError } from "./usage-error";

const defaultMinutes = 15;

const help = `Usage: warden verify [options]

Has the function probe make one harmless denied call, follows it through trail, filters, functions and alarms to Slack and
mail, and says of every declared link whether it holds. What is broken is named before what follows from it. In Slack one
message shows that the call has come through; the alarm on denied calls goes off.

  --stack NAME       a deployed stack, by your AWS credentials; without it, a local run of the program
  --wait MINUTES     how long a deployed stack has for it (default ${defaultMinutes}: CloudTrail delivers in about five)
  --stack-file FILE  stack configuration of the local run (default Pulumi.dev.yaml)
  --help

Exit status: 0 every link holds; 1 one is broken, or could not be asked for; 2 wrong usage.
`;

/** `warden verify`. Returns the exit status. */
export async function verify(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, { command: "verify", options: ["wait", "stack-file"] });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const { "stack-file": stackFile, wait } = options.values;
  if (options.stack !== undefined && stackFile !== undefined) {
    throw new UsageError("--stack-file is for the local run: a deployed stack has its own");
  }
  const minutes = minutesOf(wait);
  const findings =
    options.stack === undefined
      ? await ofLocalRun(stackFile ?? "Pulumi.dev.yaml")
      : await ofDeployed(options.stack, minutes);
  const what = options.stack === undefined ? `a local run of ${stackFile ?? "Pulumi.dev.yaml"}` : options.stack;
  process.stdout.write(`warden verify: ${what}\n${findingLines(findings).join("\n")}\n`);
  return isWhole(findings) ? 0 : 1;
}

async function ofDeployed(stack: string, minutes: number): Promise<readonly Finding[]> {
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    const { deployedVerification } = require("./verify/deployed-stack") as typeof import("./verify/deployed-stack");
    const { follow } = require("./verify/follow") as typeof import("./verify/follow");
    const deployed = await deployedVerification(stack, minutes * 60_000);
    process.stderr.write(`The call is made; waiting for it, ${minutes} minutes at most.\n`);
    return await follow(deployed);
  } catch (error) {
    throw error instanceof UsageError ? error : awsFailure(error);
  }
}

async function ofLocalRun(stackFile: string): Promise<readonly Finding[]> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { layoutRequest } = require("./layout-request") as typeof import("./layout-request");
  const { layOutOrReuse } = require("../local/program/layout-cache") as typeof import("../local/program/layout-cache");
  const { verifyPlayed } = require("./verify/played-stack") as typeof import("./verify/played-stack");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const layout = await layOutOrReuse(layoutRequest({ stackFile, slack: true, modes: {} }, folder));
    return await verifyPlayed({ layout, folder, nowMs: Date.now() });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function minutesOf(text: string | undefined): number {
  if (text === undefined) return defaultMinutes;
  const minutes = Number(text);
  if (/^\d{1,3}$/.test(text) && minutes > 0) return minutes;
  throw new UsageError(`--wait ${JSON.stringify(text)} is not a number of minutes from 1 to 999`);
}
