import { exposingCalls } from "../public-bucket/bucket-change";
import { partCallPrefixes, partCalls } from "../trail-tampering/own-parts";
import { tamperingCalls } from "../trail-tampering/tampering";

const apiCall = "AWS API Call via CloudTrail";

/** Successful calls alone: what was denied is among the denied calls. */
const succeeded = Object.freeze({ errorCode: [{ exists: false }] });

/**
 * Calls that may open a security group, whoever made them, as far as they succeeded.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const openedGroupsPattern = Object.freeze({
  source: ["aws.ec2"],
  "detail-type": [apiCall],
  detail: {
    eventSource: ["ec2.amazonaws.com"],
    eventName: ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"],
    ...succeeded,
  },
});

/** Successful calls that may make a bucket public. */
export const exposingPattern = Object.freeze({
  source: ["aws.s3"],
  "detail-type": [apiCall],
  detail: { eventSource: ["s3.amazonaws.com"], eventName: [...exposingCalls], ...succeeded },
});

/**
 * Notices of AWS Health that credentials are exposed.
 * https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
export const exposedKeysPattern = Object.freeze({
  source: ["aws.health"],
  "detail-type": ["AWS Health Event"],
  detail: { service: ["RISK"], eventTypeCode: [{ prefix: "AWS_RISK_CREDENTIALS_" }] },
});

/** Successful calls that make a trail record less. */
export const tamperingPattern = Object.freeze({
  source: ["aws.cloudtrail"],
  "detail-type": [apiCall],
  detail: { eventSource: ["cloudtrail.amazonaws.com"], eventName: [...tamperingCalls], ...succeeded },
});

/** Successful calls that may take a part of Warden away; the function knows the parts by their names. */
export const ownPartsPattern = Object.freeze({
  source: ["aws.events", "aws.logs", "aws.monitoring", "aws.sns", "aws.guardduty", "aws.lambda"],
  "detail-type": [apiCall],
  detail: {
    eventSource: [...Object.keys(partCalls), "lambda.amazonaws.com"],
    eventName: [...Object.values(partCalls).flat(), ...partCallPrefixes.map((prefix) => ({ prefix }))],
    ...succeeded,
  },
});
