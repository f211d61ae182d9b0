import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { BadProgram } from "./bad-programs";
import type { Declared } from "./small-program";
import { declareAround, functionArgs } from "./small-program";

/** Of the right form, and nobody's. */
const webhook = "https://hooks.slack.com/services/T0EXAMPLE/B0EXAMPLE/notARealWebhookAtAll";

const code = (text: string) =>
  new pulumi.asset.AssetArchive({
    "__index.js": new pulumi.asset.StringAsset(`exports.handler = async () => ${text};`),
  });

/** A second function, with all that the pack wants but for what it shares. */
function second({ role, queue, topic, tags }: Declared, shares: "role" | "log group", group?: aws.cloudwatch.LogGroup) {
  const own = new aws.iam.Role("second", {
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
    tags,
  });
  const ownGroup = new aws.cloudwatch.LogGroup("second", { retentionInDays: 365, tags });
  const args = functionArgs(shares === "role" ? role : own, shares === "log group" ? group : ownGroup, tags);
  declareAround(new aws.lambda.Function("second", args), queue, topic, {}, tags, "second");
}

function functionUrl({ function: worker }: Declared, actions: readonly string[]): void {
  const functionName = worker?.name ?? "worker";
  new aws.lambda.FunctionUrl("answer", { functionName, authorizationType: "NONE" });
  for (const action of actions)
    new aws.lambda.Permission(action, {
      action,
      function: functionName,
      principal: "*",
      ...(action === "lambda:InvokeFunction" ? { invokedViaFunctionUrl: true } : { functionUrlAuthType: "NONE" }),
    });
}

const exception = { resource: "answer", reason: "the button under a message", expires: "2999-12-31" };

/** Faults of functions, of what may invoke them, and of alarms. */
export const badFunctions: readonly BadProgram[] = [
  {
    policy: "function-runtime",
    fault: "a runtime of yesterday",
    changes: { function: { runtime: "nodejs18.x" } },
    resource: "worker",
  },
  {
    policy: "function-concurrency",
    fault: "no limit and no reason",
    changes: { function: { reservedConcurrentExecutions: -1 } },
    resource: "worker",
  },
  {
    policy: "function-own-role",
    fault: "two functions under one role",
    changes: { also: (declared) => second(declared, "role") },
    resource: "second",
  },
  {
    policy: "function-failure-destination",
    fault: "failed events go nowhere",
    changes: {
      invokeConfig: "left out",
      also: ({ function: worker, topic, tags }) =>
        void new aws.cloudwatch.MetricAlarm("errors", {
          namespace: "AWS/Lambda",
          metricName: "Errors",
          dimensions: { FunctionName: worker?.name ?? "" },
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanThreshold",
          alarmActions: [topic.arn],
          tags,
        }),
    },
    resource: "worker",
  },
  {
    policy: "function-log-group",
    fault: "a log group that Lambda makes by itself",
    changes: { logGroup: "left out" },
    resource: "worker",
  },
  {
    policy: "function-alarm",
    fault: "failed events that nobody hears of",
    changes: { alarm: "left out" },
    resource: "worker",
  },
  {
    policy: "alarm-has-action",
    fault: "an alarm that tells nobody",
    changes: { alarm: { alarmActions: [] } },
    resource: "worker",
  },
  {
    policy: "permission-source",
    fault: "any rule of any account",
    changes: { permission: { sourceAccount: undefined, sourceArn: undefined } },
    resource: "worker",
  },
  {
    policy: "permission-source",
    fault: "everybody",
    changes: { permission: { principal: "*", sourceAccount: undefined } },
    resource: "worker",
  },
  {
    policy: "function-url",
    fault: "a public address",
    changes: { also: (declared) => functionUrl(declared, ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]) },
    resource: "answer",
  },
  {
    policy: "function-url-permissions",
    fault: "one permission of two",
    changes: { also: (declared) => functionUrl(declared, ["lambda:InvokeFunctionUrl"]) },
    configuration: { "function-url": { exceptions: [exception] } },
    resource: "answer",
  },
  {
    policy: "no-secret-in-environment",
    fault: "the webhook itself",
    changes: { function: { environment: { variables: { POST_TO: webhook } } } },
    resource: "worker",
  },
  {
    policy: "no-secret-in-environment",
    fault: "a variable whose name says it",
    changes: { function: { environment: { variables: { JIRA_TOKEN: "0123456789" } } } },
    resource: "worker",
  },
  {
    policy: "no-secret-in-code",
    fault: "a captured webhook",
    changes: { function: { code: code(JSON.stringify(webhook)) } },
    resource: "worker",
  },
  {
    policy: "function-stack-tag",
    fault: "a function of no stack",
    changes: { function: { tags: { team: "security" } } },
    resource: "worker",
  },
];
