import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { forwarding } from "../handlers/forward-events/forwarding";
import { concurrencyOf } from "./concurrency";
import { noteConstructedFunction } from "./constructed-functions";
import type { FunctionPackage } from "./function-packages";
import { packagePaths } from "./function-packages";
import { lexicalCode } from "./lexical-code";
import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import { noteOwnRole } from "./own-roles";
import type { Statement } from "./policy-document";
import { policyDocument, trustOf } from "./policy-document";
import type { WardenContext } from "./warden-context";
import { watchedRegions } from "./watched-regions";

/** What Lambda tells a handler of its own invocation. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  /** Time until the invocation is cut off. */
  readonly getRemainingTimeInMillis?: () => number;
}

/** A Lambda handler: two parameters at most, because the newest runtime refuses handlers with a callback. */
export type Handler = (event: unknown, context: InvocationContext) => Promise<unknown>;

export interface WardenFunctionArgs {
  readonly description: string;
  /** Runs once per container; what it captures is uploaded, so it may capture plain data and imported modules only. */
  readonly handlerFactory: () => Handler;
  /** Names, ARNs and addresses that the function needs. Never a secret. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names or beginnings of ids that only this program's resources have, beside those declared here. */
  readonly ownNames: readonly pulumi.Input<string>[];
  /** What the function may do beside writing its own log and its own dead-letter queue. */
  readonly statements: readonly Statement[];
  readonly packages: readonly FunctionPackage[];
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  /** How many invocations may run at once; kept by AWS only where the account's quota has room for it. */
  readonly reservedConcurrency: number;
  /** True where the function writes what people read, and so may look up the accounts in it. */
  readonly namesAccounts?: boolean;
  /** True where it writes to people without naming accounts. */
  readonly speaks?: boolean;
  /** True where it has to know its own role: as `OWN_ROLE_ARN` in its environment. */
  readonly knowsOwnRole?: boolean;
}

/** Newest Node.js runtime of Lambda. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const runtime = aws.lambda.Runtime.NodeJS24dX;

/** Lambda retries a failed asynchronous event twice, after one and after two more minutes. */
const maximumRetryAttempts = 2;

/** Six hours, the longest that Lambda keeps an asynchronous event. */
const maximumEventAgeInSeconds = 21_600;

/**
 * One function as Warden declares it: the closure, a role of its own with the given statements, a log group with retention and
 * a dead-letter queue that takes what failed three times. The only place in the program that makes a Lambda function.
 */
export class WardenFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.CallbackFunction<unknown, unknown>;
  readonly role: aws.iam.Role;
  readonly deadLetterQueue: aws.sqs.Queue;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Whether it writes what people read, and so states in its log what they have got. */
  readonly speaks: boolean;

  constructor(
    /** As declared, and as effects name it. */
    readonly name: string,
    args: WardenFunctionArgs,
    context: WardenContext,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("api-warden:index:Function", name, {}, options);
    const { configuration, tags } = context;
    const child = { parent: this };
    this.speaks = args.namesAccounts === true || args.speaks === true;

    this.logGroup = new aws.cloudwatch.LogGroup(name, { retentionInDays: configuration.retentionDays, tags }, child);
    this.deadLetterQueue = new aws.sqs.Queue(
      `${name}-dead-letters`,
      { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true, tags },
      child,
    );
    this.role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: trustOf("lambda.amazonaws.com"),
        description: `What the function ${name} of ${context.title} may do`,
        path: configuration.rolePath,
        permissionsBoundary: configuration.permissionsBoundary,
        tags,
      },
      child,
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { role: this.role.id, policy: policyDocument(this.statements(args, context)) },
      child,
    );

    noteConstructedFunction(name, args);
    this.function = new aws.lambda.CallbackFunction(
      name,
      {
        callbackFactory: factoryOf(name, args.handlerFactory, context),
        description: args.description,
        runtime,
        architectures: ["arm64"],
        role: this.role,
        memorySize: args.memorySizeMegabytes,
        timeout: args.timeoutSeconds,
        environment: {
          variables: {
            ...args.environment,
            ...(args.namesAccounts ? context.accountLookUp?.environment : {}),
            DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.url,
            ...portalEnvironment(context),
            ...regionsEnvironment(context),
            ...(context.forwardQueue === undefined ? {} : { FORWARD_QUEUE_URL: context.forwardQueue.url }),
            ...(args.knowsOwnRole ? { OWN_ROLE_ARN: this.role.arn } : {}),
            OWN_RESOURCE_NAMES: pulumi.jsonStringify([this.role.name, this.deadLetterQueue.name, ...args.ownNames]),
          },
        },
        loggingConfig: { logFormat: "Text", logGroup: this.logGroup.name },
        ...concurrencyOf(context, args.reservedConcurrency),
        // CallbackFunction writes into this object, so each function gets one of its own.
        codePathOptions: { extraIncludePaths: pathsOf(name, args.packages) },
      },
      { ...child, dependsOn: [policy], transformations: [lexicalCode] },
    );
    noteOwnPart(context, this.function.name, this.logGroup.name);
    noteOwnRole(context, this.role, name);
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        functionName: this.function.name,
        maximumRetryAttempts,
        maximumEventAgeInSeconds,
        destinationConfig: { onFailure: { destination: this.deadLetterQueue.arn } },
      },
      child,
    );
    noteLink(context, {
      kind: "function",
      title: name,
      name: this.function.name,
      deadLetterQueueUrl: this.deadLetterQueue.url,
    });
    this.registerOutputs({ functionArn: this.function.arn });
  }

  private statements(args: WardenFunctionArgs, context: WardenContext): Statement[] {
    const lookingUp = args.namesAccounts ? (context.accountLookUp?.statementsBeside(args.statements) ?? []) : [];
    return [...this.ownStatements(context), ...args.statements, ...lookingUp];
  }

  private ownStatements({ forwardQueue }: WardenContext): Statement[] {
    return [
      {
        Sid: "OwnLog",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${this.logGroup.arn}:*`,
      },
      { Sid: "OwnDeadLetters", Action: ["sqs:SendMessage"], Resource: this.deadLetterQueue.arn },
      ...(forwardQueue === undefined
        ? []
        : [{ Sid: "ForwardToSplunk", Action: ["sqs:SendMessage"], Resource: forwardQueue.arn }]),
    ];
  }
}

function portalEnvironment({ configuration: { portal }, accountId }: WardenContext): WardenFunctionArgs["environment"] {
  return portal === undefined ? {} : { CONSOLE_PORTAL: pulumi.jsonStringify({ ...portal, account: accountId }) };
}

/** A local run watches every region that it sees, unless the stack file says which. */
function regionsEnvironment(context: WardenContext): WardenFunctionArgs["environment"] {
  const isDeployed = pulumi.runtime.getEngine() !== undefined;
  if (context.configuration.regions === undefined && !isDeployed) return {};
  return { WATCHED_REGIONS: JSON.stringify(watchedRegions(context).all) };
}

/** Where nothing is forwarded, what is uploaded is the handler alone. */
function factoryOf(name: string, make: () => Handler, { forwardQueue }: WardenContext): () => Handler {
  return forwardQueue === undefined ? make : () => forwarding(make, name);
}

function pathsOf(name: string, packages: readonly FunctionPackage[]): string[] {
  try {
    return packagePaths(packages);
  } catch (error) {
    throw new Error(`function ${name} could not be packed: ${(error as Error).message}`, { cause: error });
  }
}
