import { createHash } from "node:crypto";

import type { TrailSetup } from "../account/cloudtrail/trails";
import type { CallReport } from "../account/types";
import type { CloudTrailItem } from "../input/items";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** CloudTrail delivers to a log group about five minutes after the call. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html */
const deliveryMs = 5 * 60_000;

/** Services without regions, whose calls are recorded in one. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events */
const globalServices: readonly string[] = ["iam"];

/** The record of a call that a function's own role was refused, as it is delivered; undefined for any other call. */
export function ownCallItem(report: CallReport, graph: Graph, atMs: number): CloudTrailItem | undefined {
  const { allowed, assumedRoleArn, error, function: functionName, operation, service } = report;
  const declared = graph.all("aws:lambda/function:Function").find(({ name }) => name === functionName);
  const role = graph.withArn(declared?.inputs.role);
  if (allowed || error === undefined || assumedRoleArn !== undefined || role === undefined) return undefined;
  const { accountId, region } = graph.account;
  const [errorCode = "", ...words] = error.split(": ");
  const [roleArn, roleName] = [textOf(role.outputs.arn), textOf(role.outputs.name)];
  const session = textOf(declared?.outputs.name);
  const eventID = createHash("sha256").update(`${functionName} ${operation} ${atMs} ${error}`).digest("hex");
  const record = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROALOCALRUN000000001:${session}`,
      arn: `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`,
      accountId,
      accessKeyId: "ASIALOCALRUN00000001",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROALOCALRUN000000001",
          arn: roleArn,
          accountId,
          userName: roleName,
        },
        attributes: { mfaAuthenticated: "false" },
      },
    },
    eventTime: new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: globalServices.includes(service) ? "us-east-1" : region,
    sourceIPAddress: "203.0.113.10",
    userAgent: "aws-sdk-js/3",
    errorCode,
    errorMessage: words.join(": "),
    requestParameters: null,
    responseElements: null,
    eventID: eventID.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    readOnly: /^(?:Describe|Get|List)/.test(operation),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
  };
  const origin = `call of ${functionName}`;
  return { kind: "cloudtrail", atMs: atMs + deliveryMs, record, text: JSON.stringify(record), origin };
}

/** Whether a trail writes: one of the stack's own that is there and logs, or somebody else's, of which nothing is known here. */
export function isDelivered(graph: Graph, trails: readonly TrailSetup[] = []): boolean {
  const own = graph.all("aws:cloudtrail/trail:Trail").map(({ outputs }) => textOf(outputs.arn));
  return own.length === 0 || trails.some(({ arn, isLogging }) => own.includes(arn) && isLogging !== false);
}
