import * as fs from "node:fs";
import * as path from "node:path";

import { partitionOfRegion } from "../core/cloudtrail/partition";
import { doctorPolicy } from "../core/doctor/permissions";
import { deploymentStatements } from "../core/permissions/deployment-policy";
import type { PolicyDocument } from "../core/permissions/managed-policies";
import { managedPolicies, policyCharacters } from "../core/permissions/managed-policies";
import { withNamePatterns } from "../core/permissions/name-patterns";
import { declaredProgram } from "../local/program/declared";
import { deploymentRequest } from "./deployment-request";
import { intention } from "./doctor/intended-stack";
import { readArguments } from "./read-arguments";
import { UsageError } from "./usage-error";

const help = `Usage: warden permissions [options]

Prints what deploying the stack takes, and no more: managed policies for whoever runs pulumi up, as one JSON object, name to
policy. They allow creating, reading, updating and deleting what the stack declares. No AWS account is asked.

  --stack-file FILE  stack configuration to deploy with (default Pulumi.dev.yaml)
  --account ID       account to deploy into; without it the policies hold in whichever account they are put into
  --doctor           what npm run warden -- doctor takes instead, which reads and changes nothing
  --write DIR        write each policy into a file of its own instead
  --help

Exit status: 0 printed; 1 the program could not be laid out; 2 wrong usage.
`;

const options = {
  "stack-file": { type: "string" },
  account: { type: "string" },
  doctor: { type: "boolean" },
  write: { type: "string" },
} as const;

/** `warden permissions`. Returns the exit status. */
export async function permissions(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length > 0)
    throw new UsageError(`permissions takes no operand, found ${JSON.stringify(positionals[0])}`);
  const { account } = values;
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UsageError(`--account ${JSON.stringify(account)} is not an account id of 12 digits`);
  }
  const stackFile = values["stack-file"] ?? "Pulumi.dev.yaml";
  const policies =
    values.doctor === true ? doctorPolicies(stackFile, account) : await deploymentPolicies(stackFile, account);
  if (values.write === undefined) process.stdout.write(`${JSON.stringify(policies, null, 2)}\n`);
  else writePolicies(policies, values.write);
  for (const [name, policy] of Object.entries(policies)) {
    process.stderr.write(`${name}: ${policy.Statement.length} statements, ${policyCharacters(policy)} characters\n`);
  }
  return 0;
}

async function deploymentPolicies(
  stackFile: string,
  shown: string | undefined,
): Promise<Readonly<Record<string, PolicyDocument>>> {
  const request = deploymentRequest(stackFile);
  const { resources, lookUps } = await declaredProgram(request);
  const { accountId, region } = request.account;
  const place = { partition: partitionOfRegion(region).name, region, accountId, resources };
  const statements = withNamePatterns(deploymentStatements(place, lookUps), resources, { laidOutIn: accountId, shown });
  return Object.fromEntries(
    managedPolicies(statements).map((policy, index) => [`api-warden-${request.stack}-deploy-${index + 1}`, policy]),
  );
}

/** The stack file is read and the program is not run: what is looked at are the settings. */
function doctorPolicies(stackFile: string, account: string | undefined): Readonly<Record<string, PolicyDocument>> {
  const { configuration, region, request } = intention(stackFile);
  const { name: partition } = partitionOfRegion(region);
  return { [`api-warden-${request.stack}-doctor`]: doctorPolicy(configuration, { partition, region, account }) };
}

function writePolicies(policies: Readonly<Record<string, PolicyDocument>>, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, policy] of Object.entries(policies)) {
    fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(policy, null, 2)}\n`);
  }
}
