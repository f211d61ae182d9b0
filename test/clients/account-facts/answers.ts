import { accountId, region } from "../../core/doctor/facts";
import type { Answers } from "./answering-aws";

const result = (operation: string, inner: string) =>
  `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`;

export const trailArn = `arn:aws:cloudtrail:${region}:${accountId}:trail/audit`;
export const topicArn = `arn:aws:sns:${region}:${accountId}:files`;
export const queueArn = `arn:aws:sqs:${region}:${accountId}:files`;
export const keyArn = `arn:aws:kms:${region}:${accountId}:key/0f0e0d0c-0000-4000-8000-000000000001`;
export const boundaryArn = `arn:aws:iam::${accountId}:policy/boundary`;

const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
    {
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com", "cloudtrail.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
  ],
};

/** Each action of the request is allowed. */
function simulated(input: string): string {
  const actions = [...new URLSearchParams(input)]
    .filter(([name]) => name.startsWith("ActionNames."))
    .map(([, action]) => action);
  const members = actions.map(
    (action) => `<member><EvalActionName>${action}</EvalActionName><EvalDecision>allowed</EvalDecision></member>`,
  );
  return result(
    "SimulatePrincipalPolicy",
    `<IsTruncated>false</IsTruncated><EvaluationResults>${members.join("")}</EvaluationResults>`,
  );
}

const role = (name: string) => `<Role><Arn>arn:aws:iam::${accountId}:role/team/${name}</Arn></Role>`;

/** An account in which nothing stands in the way of a stack. */
export const goodAnswers: Answers = {
  "sts:GetCallerIdentity": result(
    "GetCallerIdentity",
    `<Account>${accountId}</Account><Arn>arn:aws:sts::${accountId}:assumed-role/deployer/dana</Arn><UserId>AROA</UserId>`,
  ),
  "ec2:DescribeRegions": `<DescribeRegionsResponse><regionInfo><item><regionName>${region}</regionName><optInStatus>opt-in-not-required</optInStatus></item><item><regionName>us-east-1</regionName><optInStatus>opt-in-not-required</optInStatus></item><item><regionName>ap-east-1</regionName><optInStatus>not-opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>`,
  "cloudtrail:DescribeTrails": {
    trailList: [
      {
        Name: "audit",
        TrailARN: trailArn,
        HomeRegion: region,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
        KmsKeyId: keyArn,
        S3BucketName: "audit-logs",
        SnsTopicARN: topicArn,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:audit:*`,
      },
    ],
  },
  "cloudtrail:GetTrailStatus": { IsLogging: true, LatestDeliveryError: "" },
  "cloudtrail:GetEventSelectors": { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] },
  "logs:DescribeLogGroups": {
    logGroups: [
      { logGroupName: "audit-more", logGroupClass: "INFREQUENT_ACCESS" },
      { logGroupName: "audit", logGroupClass: "STANDARD", retentionInDays: 365 },
    ],
  },
  "logs:DescribeSubscriptionFilters": { subscriptionFilters: [] },
  "logs:DescribeMetricFilters": { metricFilters: [] },
  "logs:GetDataProtectionPolicy": { logGroupIdentifier: "audit" },
  "logs:DescribeAccountPolicies": { accountPolicies: [] },
  "logs:GetTransformer": {},
  "s3:GetBucketLocation": `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region}</LocationConstraint>`,
  "s3:GetBucketNotification": `<NotificationConfiguration><TopicConfiguration><Id>one</Id><Topic>${topicArn}</Topic><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>AWSLogs/</Value></FilterRule></S3Key></Filter></TopicConfiguration></NotificationConfiguration>`,
  "sns:GetTopicAttributes": result("GetTopicAttributes", "<Attributes></Attributes>"),
  "sqs:GetQueueUrl": { QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/files` },
  "sqs:GetQueueAttributes": { Attributes: { VisibilityTimeout: "720" } },
  "guardduty:ListDetectors": { detectorIds: ["one"] },
  "guardduty:GetDetector": {
    status: "ENABLED",
    findingPublishingFrequency: "FIFTEEN_MINUTES",
    serviceRole: "role",
    tags: {},
  },
  "guardduty:GetAdministratorAccount": {},
  "guardduty:ListMembers": { members: [], nextToken: "" },
  "guardduty:ListThreatIntelSets": { threatIntelSetIds: ["threats"] },
  "guardduty:GetThreatIntelSet": { name: "t", format: "TXT", location: "s3", status: "ACTIVE", tags: {} },
  "guardduty:ListIPSets": { ipSetIds: ["trusted"] },
  "guardduty:GetIPSet": {
    name: "i",
    format: "TXT",
    location: "s3",
    status: "ACTIVE",
    tags: { "api-warden:stack": "dev" },
  },
  "lambda:GetAccountSettings": { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } },
  "lambda:ListFunctions": { Functions: [{ FunctionName: "audit" }] },
  "secretsmanager:DescribeSecret": {
    Name: "hook",
    ARN: `arn:aws:secretsmanager:${region}:${accountId}:secret:hook-AbCdEf`,
  },
  "organizations:DescribeOrganization": { Organization: { Id: "o-abc1234567", MasterAccountId: "999988887777" } },
  "organizations:ListDelegatedServicesForAccount": {
    DelegatedServices: [{ ServicePrincipal: "cloudtrail.amazonaws.com" }],
  },
  "organizations:ListAWSServiceAccessForOrganization": {
    EnabledServicePrincipals: [{ ServicePrincipal: "cloudtrail.amazonaws.com" }],
  },
  "iam:GetRole": result("GetRole", role("deployer")),
  "iam:SimulatePrincipalPolicy": simulated,
  "iam:GetPolicy": result("GetPolicy", `<Policy><Arn>${boundaryArn}</Arn></Policy>`),
  "kms:DescribeKey": { KeyMetadata: { KeyState: "Enabled", KeySpec: "SYMMETRIC_DEFAULT" } },
  "kms:GetKeyPolicy": { Policy: JSON.stringify(keyPolicy) },
};

/** The same account, which says who asks and refuses everything else. */
export const everythingRefused: Answers = Object.fromEntries(
  Object.keys(goodAnswers)
    .filter((name) => !name.startsWith("sts:"))
    .map((name) => [name, "refused"]),
);
