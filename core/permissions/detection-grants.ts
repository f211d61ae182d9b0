import type { DeployedPlace, DeployedResource, Grant } from "./grant";
import { actionsOf, arnIn, madeForStack, onAnything, onItself, taggedForStack } from "./grant";

/** What the types take that records come through and that watch them. A page for each service says what IAM takes for an action. */
export const detectionGrants: Readonly<Record<string, readonly Grant[]>> = Object.freeze({
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
  "aws:cloudtrail/trail:Trail": [
    {
      actions: actionsOf(
        "cloudtrail",
        "CreateTrail UpdateTrail DeleteTrail GetTrail GetTrailStatus GetEventSelectors GetInsightSelectors StartLogging StopLogging AddTags RemoveTags ListTags",
      ),
      on: onItself,
    },
    { actions: ["cloudtrail:DescribeTrails"], on: onAnything },
    {
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html
      actions: actionsOf("organizations", "DescribeOrganization ListAWSServiceAccessForOrganization"),
      on: ({ inputs }) => (inputs.isOrganizationTrail === true ? ["*"] : []),
    },
    { actions: ["iam:GetRole"], on: organizationTrailRole },
    {
      actions: ["iam:CreateServiceLinkedRole"],
      on: organizationTrailRole,
      condition: () => ({ StringEquals: { "iam:AWSServiceName": "cloudtrail.amazonaws.com" } }),
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      actions: actionsOf(
        "logs",
        "CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource ListTagsForResource",
      ),
      on: (resource, place) => logGroupArns(resource, place, String(resource.outputs.name)),
    },
    { actions: ["logs:DescribeLogGroups"], on: onAnything },
  ],
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": [
    {
      actions: actionsOf("logs", "PutMetricFilter DescribeMetricFilters DeleteMetricFilter"),
      on: (resource, place) => logGroupArns(resource, place, String(resource.inputs.logGroupName)),
    },
  ],
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": [
    {
      actions: actionsOf("logs", "PutSubscriptionFilter DescribeSubscriptionFilters DeleteSubscriptionFilter"),
      on: (resource, place) => logGroupArns(resource, place, String(resource.inputs.logGroup)),
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      actions: actionsOf(
        "cloudwatch",
        "PutMetricAlarm DescribeAlarms DeleteAlarms TagResource UntagResource ListTagsForResource",
      ),
      on: onItself,
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    {
      actions: actionsOf("cloudwatch", "PutDashboard GetDashboard DeleteDashboards"),
      // Dashboards belong to no region.
      on: ({ inputs }, { partition, accountId }) => [
        `arn:${partition}:cloudwatch::${accountId}:dashboard/${String(inputs.dashboardName)}`,
      ],
    },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
  "aws:cloudwatch/eventBus:EventBus": [
    {
      actions: actionsOf(
        "events",
        "CreateEventBus DescribeEventBus UpdateEventBus DeleteEventBus TagResource UntagResource ListTagsForResource",
      ),
      on: onItself,
    },
  ],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": [
    { actions: actionsOf("events", "PutPermission RemovePermission"), on: onAnything },
    {
      actions: ["events:DescribeEventBus"],
      on: (resource, place) => [
        arnIn(resource, place, "events", `event-bus/${String(resource.inputs.eventBusName ?? "default")}`),
      ],
    },
  ],
  "aws:cloudwatch/eventRule:EventRule": [
    {
      actions: actionsOf(
        "events",
        "PutRule DescribeRule DeleteRule EnableRule DisableRule TagResource UntagResource ListTagsForResource",
      ),
      on: onItself,
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": [
    { actions: actionsOf("events", "PutTargets RemoveTargets ListTargetsByRule"), on: ruleArns },
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
  "aws:guardduty/detector:Detector": [
    { actions: actionsOf("guardduty", "CreateDetector TagResource"), on: onAnything, condition: madeForStack },
    {
      actions: actionsOf("guardduty", "GetDetector UpdateDetector DeleteDetector TagResource UntagResource"),
      on: (resource, place) => [arnIn(resource, place, "guardduty", "detector/*")],
      condition: taggedForStack,
    },
    {
      actions: ["guardduty:ListTagsForResource"],
      on: (resource, place) => [arnIn(resource, place, "guardduty", "detector/*")],
    },
    {
      // https://docs.aws.amazon.com/guardduty/latest/ug/slr-permissions.html
      actions: ["iam:CreateServiceLinkedRole"],
      on: guardDutyRole,
      condition: () => ({ StringEquals: { "iam:AWSServiceName": "guardduty.amazonaws.com" } }),
    },
  ],
  "aws:guardduty/iPSet:IPSet": listGrants("IPSet", "ipset"),
  "aws:guardduty/threatIntelSet:ThreatIntelSet": listGrants("ThreatIntelSet", "threatintelset"),
});

/** GuardDuty lets its own role read a list, on behalf of whoever makes the list. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html */
function listGrants(name: string, resourceType: string): readonly Grant[] {
  const on: Grant["on"] = (resource, place) => [arnIn(resource, place, "guardduty", `detector/*/${resourceType}/*`)];
  return [
    { actions: [`guardduty:Create${name}`], on: onAnything },
    {
      actions: actionsOf(
        "guardduty",
        `Get${name} Update${name} Delete${name} TagResource UntagResource ListTagsForResource`,
      ),
      on,
    },
    { actions: actionsOf("iam", "PutRolePolicy DeleteRolePolicy"), on: guardDutyRole },
  ];
}

function organizationTrailRole({ inputs }: DeployedResource, { partition, accountId }: DeployedPlace): string[] {
  const role = "aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail";
  return inputs.isOrganizationTrail === true ? [`arn:${partition}:iam::${accountId}:role/${role}`] : [];
}

function guardDutyRole(_resource: DeployedResource, { partition, accountId }: DeployedPlace): string[] {
  return [
    `arn:${partition}:iam::${accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
  ];
}

/** Some actions are on the log group, others on what is in it. */
function logGroupArns(resource: DeployedResource, place: DeployedPlace, name: string): string[] {
  const arn = arnIn(resource, place, "logs", `log-group:${name}`);
  return [arn, `${arn}:*`];
}

function ruleArns(resource: DeployedResource, place: DeployedPlace): string[] {
  const { rule, eventBusName } = resource.inputs;
  const bus = typeof eventBusName === "string" && eventBusName !== "default" ? `${eventBusName}/` : "";
  return [arnIn(resource, place, "events", `rule/${bus}${String(rule)}`)];
}
