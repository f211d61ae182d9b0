import type { ConcurrencyFacts } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look } from "./look";

/** An account of many functions has them in pages of 50. */
const mostPages = 40;

/** How many function invocations may run at once. */
export function concurrencyOf(asker: Asker): Promise<Seen<ConcurrencyFacts>> {
  return look(async (ask) => {
    const { GetAccountSettingsCommand, LambdaClient } = lambda();
    const client = new LambdaClient(asker.options());
    const { AccountLimit } = await ask("lambda:GetAccountSettings", () =>
      client.send(new GetAccountSettingsCommand({})),
    );
    const quota = AccountLimit?.ConcurrentExecutions ?? 0;
    return { quota, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? quota };
  });
}

/** Names of the functions in the region. */
export function functionNames(asker: Asker): Promise<Seen<readonly string[]>> {
  return look(async (ask) => {
    const { LambdaClient, ListFunctionsCommand } = lambda();
    const client = new LambdaClient(asker.options());
    const names: string[] = [];
    let Marker: string | undefined;
    for (let page = 0; page === 0 || (Marker !== undefined && page < mostPages); page += 1) {
      const command = new ListFunctionsCommand({ Marker });
      const { Functions = [], NextMarker } = await ask("lambda:ListFunctions", () => client.send(command));
      names.push(...Functions.flatMap(({ FunctionName }) => FunctionName ?? []));
      Marker = NextMarker;
    }
    return names;
  });
}

/** The account's regions, and whether each is turned on. */
export function regionsOf(asker: Asker): Promise<Seen<Readonly<Record<string, boolean>>>> {
  return look(async (ask) => {
    const { DescribeRegionsCommand, EC2Client } =
      require("@aws-sdk/client-ec2") as typeof import("@aws-sdk/client-ec2");
    const client = new EC2Client(asker.options());
    const { Regions = [] } = await ask("ec2:DescribeRegions", () =>
      client.send(new DescribeRegionsCommand({ AllRegions: true })),
    );
    return Object.fromEntries(
      Regions.map(({ RegionName = "", OptInStatus }) => [RegionName, OptInStatus !== "not-opted-in"]),
    );
  });
}

function lambda() {
  return require("@aws-sdk/client-lambda") as typeof import("@aws-sdk/client-lambda");
}
