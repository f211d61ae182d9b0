import * as path from "node:path";

import { checkAwsAccount } from "./aws-account";
import { checkStackCost, stackCost } from "./cost/stack-cost";
import { auditSource } from "./doctor/preview-audit";
import { asked, handOver, pulumiCli } from "./pulumi-cli";
import { stackSettings } from "./pulumi-settings";

const commands: Readonly<Record<string, string>> = { preview: "preview", deploy: "up" };

/** The value of an option in any of its forms. */
function optionOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const [name = "", ...value] = arg.split("=");
    if (names.includes(name)) return value.length > 0 ? value.join("=") : args[index + 1];
  }
  return undefined;
}

/** The stack that the CLI would take: named, or selected before. Throws where there is none. */
async function existingStack(cli: string, named: string | undefined): Promise<string> {
  if ((await asked(cli, ["whoami", "--non-interactive"])) === undefined)
    throw new Error(
      "Pulumi keeps no state yet: run npx pulumi login (or npx pulumi login --local to keep it on this machine)",
    );
  const choice = named === undefined ? [] : ["--stack", named];
  const stack = await asked(cli, ["stack", "--show-name", "--non-interactive", ...choice]);
  if (stack !== undefined && stack !== "") return stack;
  throw new Error(
    named === undefined
      ? "no stack is selected: run npx pulumi stack init dev, or name one (PULUMI_STACK=dev)"
      : `there is no stack ${named} yet: run npx pulumi stack init ${named}`,
  );
}

/**
 * Previews or deploys the stack with the policy pack, once everything that takes is there: settings, Pulumi's CLI, a stack,
 * an AWS account. Further arguments are the CLI's. Throws one line, with what to do, for the first that is missing.
 */
async function run(command: string, args: readonly string[]): Promise<number> {
  const named = optionOf(args, "--stack", "-s") ?? (process.env.PULUMI_STACK || undefined);
  const fileOf = (stack: string) => optionOf(args, "--config-file") ?? `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`;
  const settingsOf = (stack: string) => stackSettings(fileOf(stack), stack);
  // What is wrong in a file is said before anything is fetched or asked.
  if (named !== undefined) settingsOf(named);
  const cli = await pulumiCli();
  const stack = await existingStack(cli, named);
  const settings = settingsOf(stack);
  await checkAwsAccount(settings);
  await checkStackCost(fileOf(stack));
  // The SDK has no part in credentials that only Pulumi can decrypt.
  if (!settings.hasCredentials) await auditSource(settings);
  const status = await handOver(cli, [command, "--policy-pack", "policies", ...args]);
  if (command === "preview" && status === 0) await sayCost(fileOf(stack));
  return status;
}

/** A preview that went well has gone well, whatever becomes of the estimate. */
async function sayCost(stackFile: string): Promise<void> {
  try {
    process.stdout.write(`\n${await stackCost(stackFile)}`);
  } catch (error) {
    process.stderr.write(`what it costs could not be estimated: ${(error as Error).message}\n`);
  }
}

async function main([name = "", ...args]: readonly string[]): Promise<number> {
  const command = commands[name];
  if (command === undefined) throw new Error("the first argument is preview or deploy");
  process.chdir(path.resolve(__dirname, ".."));
  try {
    return await run(command, args);
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
