import type { DeployedPlace, DeployedResource, Grant } from "./grant";
import { actionsOf, arnIn, madeForStack, onAnything, onInput, onItself, taggedForStack } from "./grant";

/** What the types take that act, tell and remember. A page for each service says what IAM takes for an action. */
export const responseGrants: Readonly<Record<string, readonly Grant[]>> = Object.freeze({
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
  "aws:dynamodb/table:Table": [
    {
      actions: actionsOf(
        "dynamodb",
        "CreateTable DescribeTable UpdateTable DeleteTable DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups UpdateContinuousBackups TagResource UntagResource ListTagsOfResource",
      ),
      on: onItself,
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
  "aws:iam/role:Role": [
    {
      actions: actionsOf(
        "iam",
        "CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole TagRole UntagRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole",
      ),
      on: onItself,
    },
    {
      actions: actionsOf("iam", "PutRolePermissionsBoundary DeleteRolePermissionsBoundary"),
      on: (role, place) => (role.inputs.permissionsBoundary === undefined ? [] : onItself(role, place)),
    },
    {
      actions: ["iam:PassRole"],
      on: (role, place) => (servicesOf(role).length === 0 ? [] : onItself(role, place)),
      condition: (role) => ({ StringEquals: { "iam:PassedToService": servicesOf(role) } }),
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    { actions: actionsOf("iam", "PutRolePolicy GetRolePolicy DeleteRolePolicy"), on: roleArns },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
  "aws:kms/key:Key": [
    { actions: actionsOf("kms", "CreateKey TagResource"), on: onAnything, condition: madeForStack },
    {
      actions: actionsOf(
        "kms",
        "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy EnableKey DisableKey EnableKeyRotation DisableKeyRotation UpdateKeyDescription TagResource UntagResource ScheduleKeyDeletion",
      ),
      on: (resource, place) => [arnIn(resource, place, "kms", "key/*")],
      condition: taggedForStack,
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  "aws:lambda/function:Function": [
    {
      actions: actionsOf(
        "lambda",
        "CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction PutFunctionConcurrency DeleteFunctionConcurrency TagResource UntagResource ListTags",
      ),
      on: onItself,
    },
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    {
      actions: actionsOf(
        "lambda",
        "PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig",
      ),
      on: functionArns("functionName"),
    },
  ],
  "aws:lambda/permission:Permission": [
    { actions: actionsOf("lambda", "AddPermission RemovePermission GetPolicy"), on: functionArns("function") },
  ],
  "aws:lambda/functionUrl:FunctionUrl": [
    {
      actions: actionsOf(
        "lambda",
        "CreateFunctionUrlConfig GetFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig AddPermission RemovePermission",
      ),
      on: functionArns("functionName"),
    },
  ],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    {
      actions: actionsOf(
        "lambda",
        "CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping",
      ),
      on: onAnything,
      condition: (mapping, place) => ({
        ArnLike: { "lambda:FunctionArn": functionArns("functionName")(mapping, place) },
      }),
    },
    {
      actions: actionsOf("lambda", "TagResource UntagResource ListTags"),
      on: (mapping, place) => [arnIn(mapping, place, "lambda", "event-source-mapping:*")],
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
  "aws:secretsmanager/secret:Secret": [
    {
      actions: actionsOf(
        "secretsmanager",
        "CreateSecret DescribeSecret UpdateSecret DeleteSecret GetResourcePolicy TagResource UntagResource",
      ),
      on: onItself,
    },
  ],
  "aws:secretsmanager/secretVersion:SecretVersion": [
    {
      actions: actionsOf("secretsmanager", "PutSecretValue GetSecretValue DescribeSecret UpdateSecretVersionStage"),
      on: onInput("secretId"),
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
  "aws:sns/topic:Topic": [
    {
      actions: actionsOf(
        "sns",
        "CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic TagResource UntagResource ListTagsForResource",
      ),
      on: onItself,
    },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    { actions: actionsOf("sns", "GetTopicAttributes SetTopicAttributes"), on: onInput("arn") },
  ],
  "aws:sns/topicSubscription:TopicSubscription": [
    { actions: ["sns:Subscribe"], on: onInput("topic") },
    { actions: actionsOf("sns", "GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe"), on: onAnything },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
  "aws:sqs/queue:Queue": [
    {
      actions: actionsOf(
        "sqs",
        "CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue TagQueue UntagQueue ListQueueTags",
      ),
      on: onItself,
    },
  ],
  "aws:sqs/queuePolicy:QueuePolicy": [
    { actions: actionsOf("sqs", "GetQueueAttributes SetQueueAttributes"), on: queueArns },
  ],
  "aws:sqs/redrivePolicy:RedrivePolicy": [
    { actions: actionsOf("sqs", "GetQueueAttributes SetQueueAttributes"), on: queueArns },
  ],
});

/** AWS services that a role trusts: what it is passed to, and nothing else. */
function servicesOf({ inputs }: DeployedResource): string[] {
  const { Statement = [] } = JSON.parse(String(inputs.assumeRolePolicy)) as {
    Statement?: { Principal?: { Service?: string | string[] } }[];
  };
  return [...new Set(Statement.flatMap(({ Principal }) => Principal?.Service ?? []))].sort();
}

/** A role's ARN has its path, which a policy that is put into it does not name. */
function roleArns({ inputs }: DeployedResource, { resources }: DeployedPlace): string[] {
  const isRole = ({ type, outputs }: DeployedResource) => type === "aws:iam/role:Role" && outputs.name === inputs.role;
  return resources.filter(isRole).map(({ outputs }) => String(outputs.arn));
}

/** A function is named by its name or by its ARN. */
function functionArns(inputName: string): (resource: DeployedResource, place: DeployedPlace) => string[] {
  return (resource, place) => {
    const given = String(resource.inputs[inputName]);
    return [given.startsWith("arn:") ? given : arnIn(resource, place, "lambda", `function:${given}`)];
  };
}

/** A queue's address is its region's host, the account and its name. */
function queueArns({ inputs }: DeployedResource, { partition }: DeployedPlace): string[] {
  const { hostname, pathname } = new URL(String(inputs.queueUrl));
  const [, accountId = "", name = ""] = pathname.split("/");
  return [`arn:${partition}:sqs:${hostname.split(".")[1] ?? ""}:${accountId}:${name}`];
}
