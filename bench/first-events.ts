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
  "watch-keys": [{ title: "a call from abroad", event: (run) => keyCall(run), looksUpCountry: true }, controlCase],
  "disable-key": [{ title: "a report of a SIEM", event: reported, looksUpCountry: false }],
  "describe-alarm": [{ title: "an alarm", event: alarmed, looksUpCountry: false }],
  "respond-to-exposed-key": [{ title: "a leaked key", event: leakedKey, looksUpCountry: false }],
});

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
