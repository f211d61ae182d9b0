import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { CommandTargets, FunctionTarget } from "../core/commands/command-targets";
import type { Actions } from "./actions";
import type { WakeQueues } from "./approvals";
import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

export interface TargetParts {
  readonly actions: Actions;
  readonly wakeQueues: WakeQueues;
  /** Undefined where the stack keeps no key profiles. */
  readonly profiles: aws.dynamodb.Table | undefined;
}

/** What `warden COMMAND --stack NAME` works on, to be exported under `commandTargetsOutput`. */
export function commandTargets(
  { region }: WardenContext,
  { actions, wakeQueues, profiles }: TargetParts,
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
    .all([region, actions.table.name, profiles?.name, pulumi.all(urls), pulumi.all(targets)])
    .apply(([where, actionsTable, profilesTable, urlEntries, targetEntries]): CommandTargets => ({
      region: where,
      actionsTable,
      ...(profilesTable === undefined ? {} : { profilesTable }),
      wakeQueues: Object.fromEntries(urlEntries as [string, string][]),
      functions: Object.fromEntries(targetEntries),
    }));
}
