import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { declareData } from "./small-program-data";

type Changed<Args> = Partial<Args> | "left out";

/** What a bad program has otherwise than the good one, resource by resource. */
export interface Changes {
  readonly function?: Changed<aws.lambda.FunctionArgs>;
  readonly role?: Partial<aws.iam.RoleArgs>;
  /** Statements of the function's role. */
  readonly statements?: readonly object[];
  readonly logGroup?: Changed<aws.cloudwatch.LogGroupArgs>;
  readonly invokeConfig?: Changed<aws.lambda.FunctionEventInvokeConfigArgs>;
  readonly alarm?: Changed<aws.cloudwatch.MetricAlarmArgs>;
  readonly permission?: Partial<aws.lambda.PermissionArgs>;
  readonly queue?: Partial<aws.sqs.QueueArgs>;
  /** Statements of the policy of the queue. */
  readonly queueStatements?: readonly object[];
  readonly topic?: Partial<aws.sns.TopicArgs>;
  readonly topicStatements?: readonly object[];
  readonly key?: Partial<aws.kms.KeyArgs>;
  readonly keyStatements?: readonly object[];
  readonly trail?: Partial<aws.cloudtrail.TrailArgs>;
  readonly trailLogGroup?: Partial<aws.cloudwatch.LogGroupArgs>;
  readonly publicAccessBlock?: Changed<aws.s3.BucketPublicAccessBlockArgs>;
  readonly encryption?: "left out";
  readonly versioning?: Changed<aws.s3.BucketVersioningArgs>;
  readonly bucketStatements?: readonly object[];
  readonly table?: Partial<aws.dynamodb.TableArgs>;
  /** Options of what holds data. */
  readonly dataOptions?: pulumi.CustomResourceOptions;
  /** Declared beside the rest. */
  readonly also?: (declared: Declared) => void;
}

/** What `also` may refer to. */
export interface Declared {
  readonly function: aws.lambda.Function | undefined;
  readonly role: aws.iam.Role;
  readonly queue: aws.sqs.Queue;
  readonly topic: aws.sns.Topic;
  readonly tags: Readonly<Record<string, string>>;
}

export function document(statements: readonly object[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** Declares the resource unless it is left out. */
export function unlessLeftOut<Args extends object, Made>(
  changed: Changed<Args> | undefined,
  args: Args,
  make: (args: Args) => Made,
): Made | undefined {
  return changed === "left out" ? undefined : make({ ...args, ...changed });
}

/** A function by the clock, its failures, its alarm, and what holds data: small, and as the pack wants it but for the changes. */
export function smallProgram(changes: Changes): void {
  const tags = { "api-warden:stack": pulumi.getStack() };
  const { topic, table } = declareData(changes, tags);
  const group = unlessLeftOut(
    changes.logGroup,
    { retentionInDays: 365, tags },
    (args) => new aws.cloudwatch.LogGroup("worker", args),
  );
  const queue = new aws.sqs.Queue("failed", { sqsManagedSseEnabled: true, tags, ...changes.queue });
  if (changes.queueStatements !== undefined)
    new aws.sqs.QueuePolicy("failed", { queueUrl: queue.url, policy: document(changes.queueStatements) });
  const role = new aws.iam.Role("worker", {
    assumeRolePolicy: document([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]),
    tags,
    ...changes.role,
  });
  const statements = [
    { Sid: "Table", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: table.arn },
    ...(changes.statements ?? []),
  ];
  new aws.iam.RolePolicy("worker", { role: role.id, policy: document(statements) });
  const worker = unlessLeftOut(changes.function, functionArgs(role, group, tags), (args) => {
    return new aws.lambda.Function("worker", args);
  });
  if (worker !== undefined) declareAround(worker, queue, topic, changes, tags);
  changes.also?.({ function: worker, role, queue, topic, tags });
}

export function functionArgs(
  role: aws.iam.Role,
  group: aws.cloudwatch.LogGroup | undefined,
  tags: Readonly<Record<string, string>>,
): aws.lambda.FunctionArgs {
  return {
    role: role.arn,
    runtime: "nodejs24.x",
    handler: "__index.handler",
    code: new pulumi.asset.AssetArchive({
      "__index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
    }),
    reservedConcurrentExecutions: 1,
    environment: { variables: { SLACK_TOKEN_SECRET_ID: "warden/token" } },
    ...(group === undefined ? {} : { loggingConfig: { logFormat: "Text", logGroup: group.name } }),
    tags,
  };
}

export function declareAround(
  worker: aws.lambda.Function,
  queue: aws.sqs.Queue,
  topic: aws.sns.Topic,
  changes: Changes,
  tags: Readonly<Record<string, string>>,
  name = "worker",
): void {
  unlessLeftOut<aws.lambda.FunctionEventInvokeConfigArgs, object>(
    changes.invokeConfig,
    { functionName: worker.name, destinationConfig: { onFailure: { destination: queue.arn } } },
    (args) => new aws.lambda.FunctionEventInvokeConfig(name, args),
  );
  unlessLeftOut<aws.cloudwatch.MetricAlarmArgs, object>(
    changes.alarm,
    {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      alarmActions: [topic.arn],
      tags,
    },
    (args) => new aws.cloudwatch.MetricAlarm(name, args),
  );
  const rule = new aws.cloudwatch.EventRule(name, { scheduleExpression: "rate(1 hour)", tags });
  new aws.lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: worker.name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
    sourceAccount: "111122223333",
    ...changes.permission,
  });
}
