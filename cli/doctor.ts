import { askerFor } from "../clients/account-facts/asker";
import { accountFacts } from "../clients/account-facts/account-facts";
import { concurrencyOf } from "../clients/account-facts/limits";
import { diagnose } from "../core/doctor/diagnose";
import { valueOf } from "../core/doctor/seen";
import { awsFailure } from "./aws-failure";
import { drawLines } from "./doctor/draw-lines";
import { intendedStack, intention } from "./doctor/intended-stack";
import { output } from "./output";
import { readArguments } from "./read-arguments";
import { UsageError } from "./usage-error";

const help = `Usage: warden doctor [options]

Looks at the AWS account that a stack is to go into, before the first deployment and whenever you like: trails and whose they
are, slots and class of the log group, GuardDuty, quotas, secrets, keys, the organization, what it will cost and what will fail.
A line each, the worst first, with what follows and what to do. It reads with your own credentials and changes nothing. What
can't be seen is said, with what seeing it takes; npm run warden -- permissions --doctor prints the policy for all of it.

  --stack-file FILE  stack configuration that is to be deployed (default Pulumi.dev.yaml)
  --json             one object on standard output
  --help

Exit status: 0 nothing will fail; 1 something will fail, or nobody is signed in to AWS; 2 wrong usage.
`;

const options = { "stack-file": { type: "string" }, json: { type: "boolean" } } as const;

/** `warden doctor`. Returns the exit status. */
export async function doctor(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`doctor takes no operand, found ${JSON.stringify(positionals[0])}`);
  const stackFile = values["stack-file"] ?? "Pulumi.dev.yaml";
  const intended = intention(stackFile);
  const asker = askerFor(intended);
  const place = await asker.place().catch((error: unknown) => {
    throw awsFailure(error);
  });
  const wantsLimits = intended.configuration.reservedConcurrency === "auto";
  const concurrency = wantsLimits ? await concurrencyOf(asker) : undefined;
  const stack = await intendedStack(intended, place, valueOf(concurrency)?.quota);
  const facts = { ...(await accountFacts(place, stack, asker)), concurrency };
  const lines = diagnose(facts, stack);
  const out = output(process.stdout);
  const { accountId, region, caller } = place;
  out.write(
    values.json === true
      ? `${JSON.stringify({ stackFile, account: accountId, region, caller, lines }, null, 2)}\n`
      : drawLines(lines, {
          stackFile,
          place,
          width: process.stdout.columns ?? Infinity,
          colour: process.stdout.isTTY === true,
        }),
  );
  await out.end();
  return lines.some(({ level }) => level === "fails") ? 1 : 0;
}
