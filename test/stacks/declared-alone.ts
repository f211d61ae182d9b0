import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { parseConfiguration } from "../../core/configuration/parse";
import { Graph } from "../../local/play/graph";
import type { DeclaredResource, MockAccount } from "../../local/program/mocks";
import { recordingMocks } from "../../local/program/mocks";
import type { WardenContext } from "../../stacks/warden-context";

const home: MockAccount = { accountId: "111122223333", region: "eu-west-1" };

/** What a part of the program declares, or why it stops the preview. */
export interface DeclaredAlone {
  readonly resources: readonly DeclaredResource[];
  readonly graph: Graph;
  readonly failure?: string;
}

/** Declares a part of the program alone, as the stack with these settings would, without its functions' texts. */
export async function declaredAlone(
  declare: (context: WardenContext) => void,
  settings: Readonly<Record<string, unknown>>,
  account: MockAccount = home,
): Promise<DeclaredAlone> {
  const parsed = parseConfiguration({ trail: { create: true }, ...settings });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const recording = recordingMocks(account);
  pulumi.runtime.setAllConfig({ "aws:region": account.region });
  await pulumi.runtime.setMocks(recording.mocks, "api-warden", "test");
  let failure: string | undefined;
  try {
    declare({
      configuration: parsed.configuration,
      title: "api-warden-test",
      accountId: pulumi.output(account.accountId),
      region: pulumi.output(account.region),
      partition: aws.getPartitionOutput().partition,
      concurrencyQuota: undefined,
      tags: { "api-warden:stack": "test" },
    });
  } catch (error) {
    failure = (error as Error).message;
  }
  await pulumi.runtime.disconnect();
  pulumi.runtime.setAllConfig({});
  const { resources } = recording;
  return {
    resources,
    graph: new Graph({ resources, outputs: {}, functions: [], runtimeModules: "", account }),
    ...(failure === undefined ? {} : { failure }),
  };
}
