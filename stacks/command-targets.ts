import * as pulumi from "@pulumi/pulumi";

import type { CommandTargets, FunctionTarget } from "../core/commands/command-targets";
import type { Actions } from "./actions";
import type { WakeQueues } from "./approvals";
import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

/** What `warden COMMAND --stack NAME` works on, to be exported under `commandTargetsOutput`. */
export function commandTargets(
  { region }: WardenContext,
  { table }: Actions,
  wakeQueues: WakeQueues,
  functions: Readonly<Record<string, WardenFunction>>,
): pulumi.Output<CommandTargets> {
  const urls = Object.entries(wakeQueues).map(([action, { url }]) =>
    pulumi.output(url).apply((text) => [action, text]),
  );
  const targets = Object.entries(functions).map(([declared, { function: made, deadLetterQueue }]) =>
    pulumi
      .all([made.name, deadLetterQueue.url])
      .apply(([name, deadLetterQueueUrl]): [string, FunctionTarget] => [declared, { name, deadLetterQueueUrl }]),
  );
  return pulumi
    .all([region, table.name, pulumi.all(urls), pulumi.all(targets)])
    .apply(([where, actionsTable, urlEntries, targetEntries]): CommandTargets => ({
      region: where,
      actionsTable,
      wakeQueues: Object.fromEntries(urlEntries as [string, string][]),
      functions: Object.fromEntries(targetEntries),
    }));
}
