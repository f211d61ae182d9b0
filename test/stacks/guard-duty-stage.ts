import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { parseConfiguration } from "../../core/configuration/parse";
import { Graph } from "../../local/play/graph";
import type { DeclaredResource, MockAccount } from "../../local/program/mocks";
import { recordingMocks } from "../../local/program/mocks";
import { declareGuardDuty } from "../../stacks/guard-duty";
import type { WardenContext } from "../../stacks/warden-context";
import { recordRegistrations } from "../program/registrations";
import type { Registered } from "./wiring";
import { registered } from "./wiring";

const home: MockAccount = { accountId: "111122223333", region: "eu-west-1" };

/** What a function is for its triggers, without a closure to serialize. */
class PlainFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly deadLetterQueue: aws.sqs.Queue;

  constructor(readonly name: string) {
    super("test:index:Triggered", name);
    const child = { parent: this };
    this.function = new aws.lambda.Function(name, { role: `arn:aws:iam::111122223333:role/${name}` }, child);
    this.deadLetterQueue = new aws.sqs.Queue(`${name}-dead-letters`, {}, child);
  }
}

/** What the stack declares for GuardDuty, or why it stops. */
export interface DeclaredGuardDuty {
  readonly resources: readonly DeclaredResource[];
  readonly registered: readonly Registered[];
  readonly graph: Graph;
  readonly context: WardenContext;
  readonly failure?: string;
}

/** Declares GuardDuty alone, with a function that only stands there, as the stack with these settings would. */
export async function declareAlone(
  settings: Readonly<Record<string, unknown>>,
  account: MockAccount = home,
): Promise<DeclaredGuardDuty> {
  const parsed = parseConfiguration({ trail: { create: true }, ...settings });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const failures: string[] = [];
  const remember = (reason: unknown) => void failures.push((reason as Error).message);
  const before = process.listeners("unhandledRejection");
  // Pulumi takes a stack trace for every promise.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", remember);
  try {
    const recording = recordingMocks(account);
    const registrations = recordRegistrations();
    pulumi.runtime.setAllConfig({ "aws:region": account.region });
    await pulumi.runtime.setMocks(recording.mocks, "api-warden", "test");
    const context: WardenContext = {
      configuration: parsed.configuration,
      title: "api-warden-test.one",
      accountId: pulumi.output(account.accountId),
      region: pulumi.output(account.region),
      partition: aws.getPartitionOutput().partition,
      concurrencyQuota: undefined,
      tags: { "api-warden:stack": "test" },
    };
    declareGuardDuty(context, { respondToFinding: new PlainFunction("respond-to-finding") });
    await pulumi.runtime.disconnect().catch(remember);
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    const { resources } = recording;
    const [failure] = failures;
    return {
      resources,
      context,
      registered: registrations.map(registered),
      graph: new Graph({ resources, outputs: {}, functions: [], runtimeModules: "", account }),
      ...(failure === undefined ? {} : { failure }),
    };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    pulumi.runtime.setAllConfig({});
    process.off("unhandledRejection", remember);
    for (const listener of before) process.on("unhandledRejection", listener);
  }
}
