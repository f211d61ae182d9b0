import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { denialOf } from "../../core/denials/normalise";
import type { Denial } from "../../core/denials/denial";

/** An invented denied call of an IAM user, changed by what a test is about. */
export function deniedRecord(changes: CloudTrailRecord = {}): CloudTrailRecord {
  return {
    eventVersion: "1.11",
    eventID: "0f0e0d0c-0000-4000-8000-000000000001",
    eventTime: "2025-03-04T05:06:07Z",
    eventSource: "dynamodb.amazonaws.com",
    eventName: "DeleteTable",
    eventType: "AwsApiCall",
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15.0",
    readOnly: false,
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLEALICE",
      arn: "arn:aws:iam::111122223333:user/team/alice",
      accountId: "111122223333",
      accessKeyId: "AKIAEXAMPLEALICE0001",
      userName: "alice",
    },
    errorCode: "AccessDenied",
    errorMessage:
      "User: arn:aws:iam::111122223333:user/team/alice is not authorized to perform: dynamodb:DeleteTable on resource: " +
      "arn:aws:dynamodb:eu-west-1:111122223333:table/orders because no identity-based policy allows the " +
      "dynamodb:DeleteTable action",
    ...changes,
  };
}

/** The record as a denial; throws where it is none, so that no test passes on nothing. */
export function denialFrom(changes: CloudTrailRecord = {}): Denial {
  const denial = denialOf(deniedRecord(changes), "log-event-1", 1_741_064_767_000);
  if (denial === undefined) throw new Error("the sample is not a denial");
  return denial;
}

export const rootIdentity = {
  type: "Root",
  arn: "arn:aws:iam::111122223333:root",
  accountId: "111122223333",
  userName: "invented-alias",
};

export function roleIdentity(roleName: string, sessionName: string, path = "/"): CloudTrailRecord {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${sessionName}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${roleName}/${sessionName}`,
    accountId: "111122223333",
    accessKeyId: "ASIAEXAMPLEROLE00001",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        arn: `arn:aws:iam::111122223333:role${path}${roleName}`,
        accountId: "111122223333",
        userName: roleName,
      },
      attributes: { creationDate: "2025-03-04T05:00:00Z", mfaAuthenticated: "false" },
    },
  };
}
