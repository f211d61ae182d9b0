import { suspiciousKeyText } from "../../../core/suspicious-keys/message";
import { ticketEventText } from "../../../core/incidents/ticket-event";
import type { Random } from "../../../local/bundled-day/random";
import { mutant, wordedOtherwise } from "../mutate";
import type { FuzzTarget, Scene, Trial } from "../trial";
import { areKept, mark, minuteMs } from "../trial";
import { ownAccount, region, ruleId, trailArn } from "./changes";
import { keyOf, userName, workers } from "./people";

const secondMs = 1_000;

/** The text of a message, and of the notification around it, changed now and then. */
function changed(text: string, around: (text: string) => object, { random }: Scene): { event: unknown; text: string } {
  if (random.fraction() < 0.1) return { event: mutant(around(text), random), text: "" };
  const [other] = mutant([text], random) as unknown[];
  return { event: around(typeof other === "string" ? other : (JSON.stringify(other) ?? "")), text: String(other) };
}

/** The event of a message that is changed as far as words go, in most cases, or in any way. */
function changedMessage<Message extends object>(
  message: Message,
  names: readonly (keyof Message)[],
  around: (text: string) => object,
  scene: Scene,
): { event: unknown; text: string } {
  if (scene.random.fraction() > 0.6) return changed(JSON.stringify(message), around, scene);
  const text = JSON.stringify(wordedOtherwise(message, names, scene.random));
  return { event: around(text), text };
}

/** Whether a JSON text still says the same at these paths. */
function says(text: string, original: string, paths: readonly string[]): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return areKept(value, JSON.parse(original), paths);
  } catch {
    return false;
  }
}

const published = (scene: Scene) => (Message: string) => ({
  Records: [
    {
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: "arn:aws:sns:us-east-1:123456789012:topic:1",
      Sns: {
        Type: "Notification",
        MessageId: mark(scene.number, 1),
        TopicArn: "arn:aws:sns:us-east-1:123456789012:topic",
        Subject: null,
        Message,
        Timestamp: new Date(scene.nowMs).toISOString(),
        MessageAttributes: {},
      },
    },
  ],
});

const wordsOfKey = [
  ...["userName", "account", "principalType", "principalId", "country", "address", "userAgent", "event", "region"],
  ...["search", "resultsLink", "finding"],
];

const wordsOfIncident = ["kind", "account", "region", "cause", "text", "outcome", "occasion", "record"];

function suspiciousKey(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const seenAtMs = nowMs - minuteMs;
  const [accessKeyId, name] = [keyOf(random.between(0, 60)), userName(number)];
  const json = suspiciousKeyText({
    ...{ accessKeyId, userName: name, account: ownAccount, principalType: "IAMUser", principalId: "AIDAEXAMPLE" },
    signals: [
      { kind: "country", atMs: seenAtMs, text: "a call from Singapore" },
      { kind: "denial-burst", atMs: seenAtMs, text: "five denied calls" },
    ],
    ...{ country: "SG", address: "139.162.21.77", awsOwned: false, eventIds: [mark(number)], seenAtMs },
    ...{ userAgent: "aws-cli/2.31.0", event: "ListUsers", region },
  });
  const alert = JSON.stringify({
    search_name: "Keys from abroad",
    event: {},
    results_link: "https://splunk.example.com/app/search",
    message: `${accessKeyId} ${name} Singapore`,
  });
  const isAlert = random.fraction() < 0.2;
  const { event, text } = isAlert
    ? changed(random.pick([alert, `${accessKeyId} ${name} Singapore`]), published(scene), scene)
    : changedMessage(JSON.parse(json) as Record<string, unknown>, wordsOfKey, published(scene), scene);
  const isWhole = !isAlert && says(text, json, ["accessKeyId", "eventIds", "version", "signals"]);
  return { event, mutants: 1, accountable: isWhole ? [[mark(number), mark(number, 1)]] : [], mayReject: true };
}

function alarm(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const cis = random.pick(["5.4", "5.2", "5.10", "5.15", "5.99"]);
  const original = JSON.stringify({
    AlarmName: `cis-${cis} ${mark(number)}`,
    AlarmDescription: "Changes of IAM policies",
    AWSAccountId: ownAccount,
    NewStateValue: "ALARM",
    NewStateReason: "Threshold Crossed: 1 datapoint [3.0] was greater than or equal to the threshold (1.0).",
    StateChangeTime: new Date(nowMs).toISOString().replace("Z", "+0000"),
    Region: "US East (N. Virginia)",
    OldStateValue: "OK",
    Trigger: {
      ...{ MetricName: `api-warden-dev-cis-${cis}`, Namespace: "CISBenchmark", StatisticType: "Statistic" },
      ...{ Statistic: "SUM", Period: 300, EvaluationPeriods: 1, Threshold: 1, Dimensions: [], Unit: null },
      ...{ ComparisonOperator: "GreaterThanOrEqualToThreshold", TreatMissingData: "notBreaching" },
    },
  });
  const { event, text } = changed(original, published(scene), scene);
  const isWhole = says(text, original, ["AlarmName", "NewStateValue", "Trigger", "StateChangeTime"]);
  return { event, mutants: 1, accountable: isWhole ? [[mark(number)]] : [], mayReject: true };
}

const subjects = [
  (number: number) => ({ kind: "rule", id: ruleId(number) }) as const,
  (number: number) => ({ kind: "key", id: keyOf(number) }) as const,
  (number: number) => ({ kind: "trail", id: trailArn(number) }) as const,
];

function incident(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const original = ticketEventText({
    kind: random.pick(["rule-returned", "key-disabled", "trail-stopped", "something-new"]),
    subject: random.pick(subjects)(number),
    ...{ account: ownAccount, region, cause: `cause ${number % 500}`, text: "A rule of `sg-1` is there again." },
    ...{ eventIds: [mark(number)], at: new Date(nowMs).toISOString(), outcome: random.pick(["done", "told"]) },
    ...{ occasion: mark(number, 2), ...(random.fraction() < 0.2 ? { phase: "resolved" as const } : {}) },
  });
  const queued = (Message: string) => ({
    Records: [
      {
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:incidents",
        messageId: mark(number, 3),
        body: JSON.stringify({
          ...{ Type: "Notification", MessageId: mark(number, 1), Timestamp: new Date(nowMs).toISOString(), Message },
        }),
      },
    ],
  });
  const message = JSON.parse(original) as Record<string, unknown>;
  const { event, text } = changedMessage(message, wordsOfIncident, queued, scene);
  const isWhole = says(text, original, ["version", "kind", "subject", "cause", "at", "eventIds", "occasion"]);
  const marks = [mark(number), mark(number, 1), mark(number, 2)];
  return { event, mutants: 1, accountable: isWhole ? [marks] : [], mayReject: true };
}

const statements = [
  (id: string) => ({ warden: "posted", incident: "incident-1", eventIds: [id], count: 1 }),
  (id: string) => ({ warden: "muted", rule: "a rule", eventIds: [id] }),
  (id: string) => ({ warden: "decided", action: "disable-key", subject: "AKIA", verdict: "notify", eventIds: [id] }),
];

/** The statement is changed, and is still one. */
function saidOtherwise(message: { readonly said: { readonly warden: string } }, random: Random): string {
  const said = mutant(message.said, random) as object;
  return JSON.stringify({ ...message, said: { ...said, warden: message.said.warden } });
}

function changedBody(message: object, random: Random): string {
  const [body] = mutant([JSON.stringify(message)], random) as unknown[];
  return typeof body === "string" ? body : JSON.stringify(body ?? null);
}

/** As many messages as the queue hands over at once. */
function statedBatch(scene: Scene): Trial {
  const { number, nowMs, random, most } = scene;
  const accountable: string[][] = [];
  const Records = Array.from({ length: Math.min(most, 100) }, (_, position) => {
    const id = mark(number, position);
    const said = random.pick(statements)(id);
    const message = { warden: "forward", record: id, atMs: nowMs, function: "post-denials", said };
    const text = random.fraction() < 0.5 ? saidOtherwise(message, random) : changedBody(message, random);
    if (says(text, JSON.stringify(message), ["warden", "record", "atMs", "function", "said.warden"]))
      accountable.push([id]);
    const eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:forward-events";
    return { eventSource: "aws:sqs", eventSourceARN, messageId: `message-${number}-${position}`, body: text };
  });
  if (random.fraction() < 0.9) return { event: { Records }, mutants: Records.length, accountable, mayReject: false };
  return { event: mutant({ Records: Records.slice(0, 3) }, random), mutants: 1, accountable: [], mayReject: true };
}

export const notifications: Readonly<Record<string, FuzzTarget>> = {
  "disable-key": {
    stack: "everything on",
    core: ["decide"],
    stepMs: secondMs,
    world: () => ({ users: workers() }),
    trial: suspiciousKey,
  },
  "describe-alarm": {
    stack: "everything on",
    core: ["alarmMail", "otherAlarmMail"],
    stepMs: secondMs,
    trial: alarm,
  },
  "open-ticket": { stack: "everything on", core: ["nextStep"], stepMs: secondMs, trial: incident },
  "forward-events": { stack: "one subscription", core: ["collectorEvent"], stepMs: secondMs, trial: statedBatch },
};
