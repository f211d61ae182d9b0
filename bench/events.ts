import * as zlib from "node:zlib";

/** Noon of a day on which the country data of all sources is there. */
export const eventMs = Date.parse("2026-10-06T12:00:00Z");

/** A schedule's tick, as EventBridge sends it. */
export const tick: unknown = Object.freeze({ source: "aws.events", "detail-type": "Scheduled Event", detail: {} });

/** What CloudWatch Logs sends when a subscription is made. */
export const controlMessage: unknown = envelope("CONTROL_MESSAGE", [
  { id: "", timestamp: eventMs, message: "CWL CONTROL MESSAGE: Checking health of destination Lambda function." },
]);

interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

function envelope(
  messageType: string,
  logEvents: readonly LogEvent[],
): { readonly awslogs: { readonly data: string } } {
  const text = JSON.stringify({
    messageType,
    owner: "123456789012",
    logGroup: "trail",
    logStream: "123456789012_CloudTrail_us-east-1",
    subscriptionFilters: ["post-denials"],
    logEvents,
  });
  return { awslogs: { data: zlib.gzipSync(text).toString("base64") } };
}

/**
 * A delivery of so many denials; `number` makes it another delivery with other ids. Twenty roles are denied one call each,
 * from an address that every source of country data knows.
 */
export function denials(count: number, number: number): { readonly awslogs: { readonly data: string } } {
  const logEvents = Array.from({ length: count }, (_, position) => {
    const id = `${String(number).padStart(8, "0")}-0000-4000-8000-${String(position).padStart(12, "0")}`;
    return { id, timestamp: eventMs, message: JSON.stringify(denial(id, (number + position) % 20)) };
  });
  return envelope("DATA_MESSAGE", logEvents);
}

/** A delivery of one call with a long-term key; `number` makes it another key's. */
export function keyCall(number: number): { readonly awslogs: { readonly data: string } } {
  const id = `${String(number).padStart(8, "0")}-0000-4000-9000-000000000000`;
  const userName = `worker-${number}`;
  const record = {
    ...denial(id, 0),
    errorCode: undefined,
    errorMessage: undefined,
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:aws:iam::123456789012:user/${userName}`,
      accountId: "123456789012",
      accessKeyId: `AKIAEXAMPLE${String(number % 100_000).padStart(9, "0")}`,
      userName,
    },
  };
  return envelope("DATA_MESSAGE", [{ id, timestamp: eventMs, message: JSON.stringify(record) }]);
}

function denial(eventID: string, role: number): Readonly<Record<string, unknown>> {
  const name = `worker-${role}`;
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE${role}:session`,
      arn: `arn:aws:sts::123456789012:assumed-role/${name}/session`,
      accountId: "123456789012",
      accessKeyId: "ASIAEXAMPLE000000001",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: `AROAEXAMPLE${role}`,
          arn: `arn:aws:iam::123456789012:role/${name}`,
          accountId: "123456789012",
          userName: name,
        },
      },
    },
    eventTime: new Date(eventMs).toISOString(),
    eventSource: "sqs.amazonaws.com",
    eventName: "ReceiveMessage",
    awsRegion: "us-east-1",
    sourceIPAddress: "8.8.8.8",
    userAgent: "aws-sdk-js/3",
    errorCode: "AccessDenied",
    errorMessage: `User: arn:aws:sts::123456789012:assumed-role/${name}/session is not authorized to perform: sqs:ReceiveMessage because no identity-based policy allows the sqs:ReceiveMessage action`,
    requestParameters: { queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/orders" },
    responseElements: null,
    eventID,
    eventType: "AwsApiCall",
    recipientAccountId: "123456789012",
  };
}
