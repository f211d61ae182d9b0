import * as fs from "node:fs";

import { memberTemplate } from "../core/members/template";
import type { MemberReport } from "../core/members/report";
import { isWhole, reportLines } from "../core/members/report";
import { namespaceValues, parseConfiguration } from "../core/configuration/parse";
import { formatProblems } from "../core/configuration/problem";
import { membersRequest } from "../handlers/check-members/settings";
import { parseCommandOptions } from "./command-options";
import { runConfiguration } from "./run-configuration";
import { withStack } from "./stack-access";
import { UsageError } from "./usage-error";

const checking = "check-members";

const help = `Usage: warden members [options]

Says of every other account in \`accounts\`, region by region, whether its roles can be assumed, whether its rules send what they
should, and when an event came last. The stack's own function looks, by the roles that it has: nobody else may assume them.

  --template FILE    write the CloudFormation template of a member account, for a StackSet, and look at nothing
  --roles-region R   with --template: the region whose stack makes the roles (default: the hub's)
  --stack-file FILE  with --template: stack configuration that it is made for (default Pulumi.dev.yaml)
  --stack NAME       a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 everything is there; 1 something is missing, or could not be looked at; 2 wrong usage.
`;

/** `warden members`. Returns the exit status. */
export async function members(args: readonly string[]): Promise<number> {
  const options = parseCommandOptions(args, {
    command: "members",
    options: ["template", "roles-region", "stack-file"],
  });
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const { template, "roles-region": rolesRegion, "stack-file": stackFile } = options.values;
  if (template !== undefined) return writeTemplate(template, rolesRegion, stackFile ?? "Pulumi.dev.yaml");
  return withStack(options.stack, async (access) => {
    const target = access.targets.functions[checking];
    if (target === undefined) {
      throw new UsageError("the stack has no members: api-warden:accounts and api-warden:memberRole name them");
    }
    const found = membersIn(await access.ask(target, membersRequest));
    process.stdout.write(`${reportLines(found).join("\n")}\n`);
    return found.every(isWhole) ? 0 : 1;
  });
}

function membersIn(answer: unknown): readonly MemberReport[] {
  const { members: found } = (answer ?? {}) as { readonly members?: unknown };
  if (!Array.isArray(found)) throw new Error(`${checking} gave an answer that is of another version`);
  return found as readonly MemberReport[];
}

function writeTemplate(file: string, rolesRegion: string | undefined, stackFile: string): number {
  const { values, region } = runConfiguration({ stackFile, slack: true, modes: {} });
  const parsed = parseConfiguration(namespaceValues(values));
  if ("problems" in parsed) throw new UsageError(`${stackFile}: ${formatProblems(parsed.problems)}`);
  const { guardDuty, memberRole } = parsed.configuration;
  if (memberRole === undefined) throw new UsageError(`${stackFile} names no api-warden:memberRole`);
  const { wantedEvents } = require("../stacks/wanted-events") as typeof import("../stacks/wanted-events");
  const first = rolesRegion ?? region;
  const template = memberTemplate({ memberRole, events: wantedEvents(guardDuty.minSeverity), rolesRegion: first });
  fs.writeFileSync(file, `${JSON.stringify(template, null, 2)}\n`);
  process.stdout.write(`${file} is written: deploy it with CAPABILITY_NAMED_IAM, in ${first} first.\n`);
  return 0;
}
