import { costEstimate } from "../core/cost/estimate";
import type { Volume } from "../core/cost/volume";
import { typicalVolume } from "../core/cost/volume";
import { declaredProgram } from "../local/program/declared";
import { drawCost } from "./cost/cost-printer";
import { volumeOfFiles } from "./cost/volume-of-files";
import { deploymentRequest } from "./deployment-request";
import { readArguments } from "./read-arguments";
import { UsageError } from "./usage-error";

const help = `Usage: warden cost [PATH…] [options]

What the stack costs a month, counted from what it declares. The volume is that of the CloudTrail files in PATH, in any form that
replay takes; without PATH it is the setting cost.eventsPerDay.

  --events-per-day N  so many events a day instead
  --stack-file FILE   stack configuration (default Pulumi.dev.yaml)
  --json              the estimate as JSON on standard output
  --help

Exit status: 0 estimated; 1 something could not be read, or the program could not be laid out; 2 wrong usage.
`;

const options = {
  "events-per-day": { type: "string" },
  "stack-file": { type: "string" },
  json: { type: "boolean" },
} as const;

/** `warden cost`. Returns the exit status. */
export async function cost(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const eventsPerDay = eventsOf(values["events-per-day"]);
  const request = deploymentRequest(values["stack-file"] ?? "Pulumi.dev.yaml");
  const counted = positionals.length === 0 ? undefined : await volumeOfFiles(positionals);
  const volume: Volume = {
    ...(counted?.volume ?? { ...typicalVolume, eventsPerDay: request.cost.eventsPerDay }),
    ...(eventsPerDay === undefined ? {} : { eventsPerDay }),
  };
  const { resources } = await declaredProgram(request);
  const estimate = costEstimate(resources, volume);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(estimate, null, 2)}\n` : drawCost(estimate, request.account.region),
  );
  return (counted?.unreadable ?? 0) === 0 ? 0 : 1;
}

function eventsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const events = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(events)) {
    throw new UsageError(`--events-per-day ${JSON.stringify(text)} is not a whole number`);
  }
  return events;
}
