import { buttonPress } from "./button-press";
import { controlMessage, denials, keyCall, tick } from "./events";

/** One kind of event that may be a container's first. */
export interface FirstEventCase {
  readonly title: string;
  /** Every run brings news: ids and names that the local account has not seen. `atMs` is the time of the event. */
  readonly event: (run: number, atMs: number) => unknown;
  /** Whether the function looks an address up, so that country data is part of the comparison. */
  readonly looksUpCountry: boolean;
}

const controlCase: FirstEventCase = { title: "a control message", event: () => controlMessage, looksUpCountry: false };

/** What the first event of each function may be, by the function's name. */
export const firstEvents: Readonly<Record<string, readonly FirstEventCase[]>> = Object.freeze({
  "post-denials": [
    { title: "a denial", event: (run) => denials(1, run), looksUpCountry: true },
    { title: "a tick", event: () => tick, looksUpCountry: false },
    controlCase,
  ],
  "watch-keys": [
    { title: "a call from abroad", event: (run) => keyCall(run), looksUpCountry: true },
    { title: "a tick", event: () => tick, looksUpCountry: false },
    controlCase,
  ],
  "watch-trail": [
    { title: "a denial", event: (run) => denials(1, run), looksUpCountry: true },
    { title: "a call from abroad", event: (run) => keyCall(run), looksUpCountry: true },
    { title: "a new log file", event: announced, looksUpCountry: false },
    { title: "a tick", event: () => tick, looksUpCountry: false },
    controlCase,
  ],
  "disable-key": [{ title: "a report of a SIEM", event: reported, looksUpCountry: false }],
  "describe-alarm": [{ title: "an alarm", event: alarmed, looksUpCountry: false }],
  "restart-trail": [
    { title: "a stopped trail", event: apiCall("cloudtrail", "StopLogging", stopped), looksUpCountry: false },
  ],
  "revoke-open-ingress": [
    { title: "an open port", event: apiCall("ec2", "AuthorizeSecurityGroupIngress", opened), looksUpCountry: false },
  ],
  "block-public-bucket": [
    { title: "a public policy", event: apiCall("s3", "PutBucketPolicy", exposed), looksUpCountry: false },
  ],
  "open-ticket": [{ title: "an incident", event: incident, looksUpCountry: false }],
  "ticket-callback": [{ title: "an issue of somebody else's", event: calledBack, looksUpCountry: false }],
  "respond-to-exposed-key": [{ title: "a leaked key", event: leakedKey, looksUpCountry: false }],
  "forward-events": [{ title: "a statement", event: stated, looksUpCountry: false }],
  probe: [{ title: "a tick", event: () => tick, looksUpCountry: false }],
  "check-members": [{ title: "an event of another account", event: fromMember, looksUpCountry: false }],
  "approve-action": [{ title: "a press on a button", event: buttonPress, looksUpCountry: false }],
  "respond-to-finding": [{ title: "a finding", event: finding, looksUpCountry: false }],
});

/** What a call asked for, made new by the run's number. */
type Request = (run: number) => object;

function stopped(run: number): object {
  return { name: `arn:aws:cloudtrail:us-east-1:123456789012:trail/trail-${run}` };
}

function opened(run: number): object {
  const items = [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }];
  return { groupId: `sg-${String(run).padStart(17, "0")}`, ipPermissions: { items } };
}

/** As the hub's bus hands it on. */
function fromMember(run: number, atMs: number): unknown {
  const event = apiCall("ec2", "AuthorizeSecurityGroupIngress", opened)(run, atMs) as object;
  return { ...event, account: "222233334444" };
}

function exposed(run: number): object {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::reports-${run}/*`,
  };
  return { bucketName: `reports-${run}`, bucketPolicy: { Version: "2012-10-17", Statement: [statement] } };
}

/** A call as EventBridge hands it on. */
function apiCall(service: string, eventName: string, request: Request): FirstEventCase["event"] {
  return (run, atMs) => ({
    version: "0",
    id: `7bf73129-1428-4cd3-a781-${String(run).padStart(12, "0")}`,
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    account: "123456789012",
    time: new Date(atMs).toISOString(),
    region: "us-east-1",
    resources: [],
    detail: {
      eventVersion: "1.11",
      userIdentity: { type: "IAMUser", arn: `arn:aws:iam::123456789012:user/worker-${run}`, userName: `worker-${run}` },
      eventTime: new Date(atMs).toISOString().replace(/\.\d+Z/, "Z"),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: "us-east-1",
      sourceIPAddress: "8.8.8.8",
      requestParameters: request(run),
      responseElements: null,
      eventID: `${String(run).padStart(8, "0")}-0000-4000-a000-000000000000`,
      recipientAccountId: "123456789012",
    },
  });
}

function keyOf(run: number): string {
  return `AKIAEXAMPLE${String(run % 100_000).padStart(9, "0")}`;
}

function reported(run: number, atMs: number): unknown {
  const Timestamp = new Date(atMs).toISOString();
  return {
    Records: [
      {
        EventSource: "aws:sns",
        Sns: { MessageId: `report-${run}`, Timestamp, Message: `${keyOf(run)} worker-${run} Singapore` },
      },
    ],
  };
}

function alarmed(run: number, atMs: number): unknown {
  const Message = JSON.stringify({
    AlarmName: "cis-5.4",
    AWSAccountId: "123456789012",
    NewStateValue: "ALARM",
    StateChangeTime: new Date(atMs).toISOString(),
    Trigger: { MetricName: "api-warden-bench-cis-5.4", Period: 300, EvaluationPeriods: 1, Threshold: 1 },
  });
  return { Records: [{ EventSource: "aws:sns", Sns: { MessageId: `alarm-${run}`, Message } }] };
}

function leakedKey(run: number, atMs: number): unknown {
  return {
    version: "0",
    id: `7bf73129-1428-4cd3-a780-${String(run).padStart(12, "0")}`,
    "detail-type": "AWS Health Event",
    source: "aws.health",
    account: "123456789012",
    time: new Date(atMs).toISOString(),
    region: "us-east-1",
    resources: [keyOf(run)],
    detail: {
      eventArn: `arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/${run}`,
      service: "RISK",
      eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED",
      eventTypeCategory: "issue",
      affectedEntities: [{ entityValue: keyOf(run) }],
    },
  };
}

function finding(run: number, atMs: number): unknown {
  const time = new Date(atMs).toISOString();
  const remoteIpDetails = { ipAddressV4: "198.51.100.7", country: { countryName: "Netherlands" } };
  return {
    version: "0",
    id: `7bf73129-1428-4cd3-a782-${String(run).padStart(12, "0")}`,
    "detail-type": "GuardDuty Finding",
    source: "aws.guardduty",
    account: "123456789012",
    time,
    region: "us-east-1",
    resources: [],
    detail: {
      schemaVersion: "2.0",
      accountId: "123456789012",
      region: "us-east-1",
      id: String(run).padStart(32, "0"),
      type: "UnauthorizedAccess:IAMUser/TorIPCaller",
      severity: 5,
      createdAt: time,
      updatedAt: time,
      title: "API ListUsers was invoked from a Tor exit node.",
      resource: {
        resourceType: "AccessKey",
        accessKeyDetails: { accessKeyId: keyOf(run), userType: "IAMUser", userName: `worker-${run}` },
      },
      service: {
        action: {
          actionType: "AWS_API_CALL",
          awsApiCallAction: { api: "ListUsers", serviceName: "iam.amazonaws.com", remoteIpDetails },
        },
        archived: false,
        count: 1,
      },
    },
  };
}

/** A file of a trail's bucket, as a queue announces it. */
function announced(run: number): unknown {
  const key = `AWSLogs/123456789012/CloudTrail/us-east-1/2026/10/06/file-${run}.json.gz`;
  const body = JSON.stringify({ s3Bucket: "audit-logs", s3ObjectKey: [key] });
  const eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:trail-files";
  return { Records: [{ eventSource: "aws:sqs", eventSourceARN, messageId: `file-${run}`, body, attributes: {} }] };
}

/** As the queue between the topic and the function hands it over. */
function incident(run: number, atMs: number): unknown {
  const at = new Date(atMs).toISOString();
  const Message = JSON.stringify({
    version: 1,
    kind: "rule-returned",
    subject: { kind: "rule", id: `sgr-${run}` },
    account: "123456789012",
    region: "us-east-1",
    cause: `rule ${run}`,
    text: "It is there again.",
    eventIds: [],
    at,
  });
  const body = JSON.stringify({ Type: "Notification", MessageId: `incident-${run}`, Timestamp: at, Message });
  return { Records: [{ eventSource: "aws:sqs", messageId: `incident-${run}`, body }] };
}

/** What the function has taken of a webhook, from its own queue. */
function calledBack(run: number): unknown {
  const label = `warden-${String(run).padStart(16, "0")}`;
  const message = { warden: "callback", record: String(run), incidents: [label], actions: [], isNew: true, tries: 0 };
  return { Records: [{ eventSource: "aws:sqs", messageId: `callback-${run}`, body: JSON.stringify(message) }] };
}

/** What another function has stated, as the queue for Splunk hands it over. */
function stated(run: number, atMs: number): unknown {
  const said = { warden: "posted", incident: `incident-${run}`, eventIds: [`event-${run}`], count: 1 };
  const body = JSON.stringify({ warden: "forward", record: `statement-${run}`, atMs, function: "post-denials", said });
  const eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:forward-events";
  return { Records: [{ eventSource: "aws:sqs", eventSourceARN, messageId: `stated-${run}`, body }] };
}
