import type { CloudTrailRecord } from "../../../core/cloudtrail/record";

export const ownAccount = "123456789012";
export const memberAccount = "222233334444";
export const region = "us-east-1";

/** How many groups, buckets and trails the account has of which changes are told. */
export const things = 20;

export const groupId = (number: number): string => `sg-${String(number % things).padStart(17, "0")}`;
export const ruleId = (number: number): string => `sgr-${String(number % things).padStart(17, "0")}`;
export const bucketName = (number: number): string => `reports-${number % things}`;
export const trailName = (number: number): string => `trail-${number % things}`;
export const trailArn = (number: number): string =>
  `arn:aws:cloudtrail:${region}:${ownAccount}:trail/${trailName(number)}`;

/** A record of a successful call of a person's; without its id and its time. */
function call(service: string, eventName: string, requestParameters: object, more: object = {}): CloudTrailRecord {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:ana",
      arn: `arn:aws:sts::${ownAccount}:assumed-role/developer/ana`,
      accountId: ownAccount,
      accessKeyId: "ASIAEXAMPLE000000001",
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${ownAccount}:role/developer`, userName: "developer" },
        attributes: { creationDate: "2026-10-01T11:00:00Z", mfaAuthenticated: "false" },
      },
    },
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.31.0",
    requestParameters,
    responseElements: null,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    eventCategory: "Management",
    recipientAccountId: ownAccount,
    ...more,
  };
}

type MakeCall = (number: number) => CloudTrailRecord;

const world = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };

/** Calls that open security groups, as CloudTrail writes them in its several forms. */
export const openings: readonly MakeCall[] = [
  (number) =>
    call(
      "ec2",
      "AuthorizeSecurityGroupIngress",
      { groupId: groupId(number), ipPermissions: {} },
      {
        responseElements: {
          _return: true,
          securityGroupRuleSet: {
            items: [
              {
                ...{ groupOwnerId: ownAccount, groupId: groupId(number), securityGroupRuleId: ruleId(number) },
                ...{ isEgress: false, ...world, cidrIpv4: "0.0.0.0/0" },
              },
            ],
          },
        },
      },
    ),
  (number) =>
    call("ec2", "AuthorizeSecurityGroupIngress", {
      groupId: groupId(number),
      ipPermissions: {
        items: [{ ...world, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] }, ipv6Ranges: {}, groups: {} }],
      },
    }),
  (number) =>
    call("ec2", "ModifySecurityGroupRules", {
      ModifySecurityGroupRulesRequest: {
        GroupId: groupId(number),
        SecurityGroupRule: {
          SecurityGroupRuleId: ruleId(number),
          SecurityGroupRule: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIpv4: "0.0.0.0/0" },
        },
      },
    }),
];

const publicPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" }],
};

/** Calls that may make a bucket public. */
export const exposures: readonly MakeCall[] = [
  (number) => call("s3", "PutBucketPolicy", { bucketName: bucketName(number), bucketPolicy: publicPolicy }),
  (number) => call("s3", "PutBucketAcl", { bucketName: bucketName(number), "x-amz-acl": "public-read" }),
  (number) =>
    call(
      "s3",
      "DeleteBucketPublicAccessBlock",
      { bucketName: bucketName(number), publicAccessBlock: "" },
      { resources: [{ type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucketName(number)}`, accountId: ownAccount }] },
    ),
];

/** Calls that tamper with a trail, or with a part of the program. */
export const tamperings: readonly MakeCall[] = [
  (number) => call("cloudtrail", "StopLogging", { name: trailArn(number) }),
  (number) => call("cloudtrail", "UpdateTrail", { name: trailName(number), isMultiRegionTrail: false }),
  (number) => call("cloudtrail", "DeleteTrail", { name: trailName(number) }),
  (number) =>
    call("cloudtrail", "PutEventSelectors", {
      trailName: trailName(number),
      eventSelectors: [{ readWriteType: "WriteOnly", includeManagementEvents: false, dataResources: [] }],
    }),
  (number) =>
    call("lambda", "UpdateFunctionConfiguration20150331v2", {
      functionName: `restart-trail-${String(number % things).padStart(7, "0")}`,
    }),
];

/** Changes that whoever reads the trail hands on. */
export const changeSeeds: readonly CloudTrailRecord[] = [...openings, ...exposures, ...tamperings].map((make) =>
  make(1),
);
