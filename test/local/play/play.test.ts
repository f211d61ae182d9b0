import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { PlayedEffect } from "../../../local/effects";
import type { InputItem } from "../../../local/input/items";
import type { Play } from "../../../local/play/play";
import { startPlay } from "../../../local/play/play";
import { layOutRuntime } from "../../../local/program/lay-out";
import type { Layout } from "../../../local/program/layout";
import type { DeclaredResource } from "../../../local/program/mocks";
import { minutes, resource, startMs } from "./fixture";
import { permittedFunction, permittedQueue, queueArn } from "./stage";

const topicArn = "arn:aws:sns:eu-west-1:111122223333:keys";
const busArn = "arn:aws:events:eu-west-1:111122223333:event-bus/default";
const ruleArn = (name: string) => `arn:aws:events:eu-west-1:111122223333:rule/${name}`;

/** Texts of functions as they would be uploaded. Each says in its log when it ran and with what. */
const texts: Readonly<Record<string, string>> = {
  finder: `exports.handler = async (event) => {
    const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
    await new SNSClient({}).send(new PublishCommand({
      TopicArn: "${topicArn}",
      Message: JSON.stringify({ eventIds: [event.detail.eventID ?? event.detail.id] }),
      MessageAttributes: { level: { DataType: "String", StringValue: "high" } },
    }));
  };`,
  disabler: `exports.handler = async (event) => {
    const [{ Sns }] = event.Records;
    const { eventIds } = JSON.parse(Sns.Message);
    console.log(JSON.stringify({ warden: "decided", action: "disable-key", subject: "AKIAEXAMPLE",
      verdict: "ask", reason: Sns.MessageAttributes.level.Value, eventIds }));
    const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
    await new SQSClient({}).send(new SendMessageCommand({
      QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ eventIds }), DelaySeconds: 30,
    }));
  };`,
  looker: `exports.handler = async (event) => {
    if (event.Records === undefined) {
      return { statusCode: 202, body: event.body + " at " + new Date().toISOString().slice(0, 16) };
    }
    const [record] = event.Records;
    console.log(JSON.stringify({ warden: "decided", action: "disable-key", subject: "AKIAEXAMPLE", verdict: "skip",
      reason: "looked", eventIds: JSON.parse(record.body).eventIds }));
    throw new Error("second look failed");
  };`,
};

const admin = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

function withRole(name: string, declared: readonly DeclaredResource[]): DeclaredResource[] {
  const [lambda, ...rest] = declared;
  if (lambda === undefined) throw new Error("no function");
  const roleArn = `arn:aws:iam::111122223333:role/${name}`;
  const environment = { variables: { QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/work" } };
  return [
    { ...lambda, inputs: { ...lambda.inputs, role: roleArn, timeout: 20, environment } },
    resource("aws:iam/role:Role", `role-${name}`, {}, { id: `role-${name}`, arn: roleArn }),
    resource("aws:iam/rolePolicy:RolePolicy", name, { role: `role-${name}`, policy: JSON.stringify(admin) }),
    ...rest,
  ];
}

const ingress = { detail: { eventName: ["AuthorizeSecurityGroupIngress"] } };
const findings = { source: ["aws.guardduty"], detail: { severity: [{ numeric: [">=", 4] }] } };

const resources: readonly DeclaredResource[] = [
  ...[
    ["ingress", ingress],
    ["findings", findings],
  ].map(([name, pattern]) =>
    resource(
      "aws:cloudwatch/eventRule:EventRule",
      String(name),
      { eventPattern: JSON.stringify(pattern) },
      { arn: ruleArn(String(name)) },
    ),
  ),
  ...["ingress", "findings"].map((rule) =>
    resource("aws:cloudwatch/eventTarget:EventTarget", rule, { rule, arn: "arn:finder" }),
  ),
  ...withRole("finder", [
    ...permittedFunction("finder", "events.amazonaws.com", ruleArn("ingress")),
    ...permittedFunction("finder", "events.amazonaws.com", ruleArn("findings")).slice(1),
  ]),
  resource("aws:sns/topic:Topic", "keys", {}, { arn: topicArn }),
  resource("aws:sns/topicSubscription:TopicSubscription", "to-disabler", {
    topic: topicArn,
    protocol: "lambda",
    endpoint: "arn:disabler",
    filterPolicy: JSON.stringify({ level: ["high"] }),
  }),
  ...withRole("disabler", permittedFunction("disabler", "sns.amazonaws.com", topicArn)),
  resource(
    "aws:sqs/queue:Queue",
    "work",
    {
      visibilityTimeoutSeconds: 120,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 2 }),
    },
    { url: "https://sqs.eu-west-1.amazonaws.com/111122223333/work", arn: queueArn("work") },
  ),
  ...permittedQueue("dead", "events.amazonaws.com", ruleArn("ingress")),
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "work", {
    eventSourceArn: queueArn("work"),
    functionName: "looker",
  }),
  ...withRole("looker", permittedFunction("looker", "nobody", busArn)),
  resource("aws:lambda/functionUrl:FunctionUrl", "looker", { functionName: "looker", authorizationType: "NONE" }),
  ...["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"].map((action) =>
    resource("aws:lambda/permission:Permission", action, {
      action,
      function: "looker",
      principal: "*",
      functionUrlAuthType: "NONE",
    }),
  ),
];

function recordAt(atMs: number, changes: object = {}): InputItem {
  const record = {
    eventID: "event-1",
    eventTime: new Date(atMs).toISOString().replace(".000Z", "Z"),
    eventType: "AwsApiCall",
    eventSource: "ec2.amazonaws.com",
    eventName: "AuthorizeSecurityGroupIngress",
    awsRegion: "ap-south-1",
    readOnly: false,
    userIdentity: { type: "IAMUser" },
    ...changes,
  };
  return { kind: "cloudtrail", atMs, record, text: JSON.stringify(record), origin: "file:1" };
}

function findingAt(atMs: number, severity: number): InputItem {
  const detail = { id: `finding-${severity}`, severity };
  const event = { source: "aws.guardduty", "detail-type": "GuardDuty Finding", region: "eu-west-1", detail };
  return { kind: "eventbridge", atMs, event, origin: "file:2" };
}

describe("a play of declared triggers", () => {
  let root: string;
  let layout: Layout;
  let play: Play;
  let effects: PlayedEffect[];

  before("lay the functions out", () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-play-"));
    const functions = Object.entries(texts).map(([name, text]) => {
      const folder = path.join(root, name);
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, "__index.js"), text);
      return { name, folder, files: ["__index.js"] };
    });
    const account = { accountId: "111122223333", region: "eu-west-1" };
    layout = { resources, outputs: {}, functions, runtimeModules: layOutRuntime(root), account };
  });
  after(() => fs.rmSync(root, { recursive: true, force: true }));

  beforeEach(async () => {
    effects = [];
    play = await startPlay({ layout, folder: root, emit: (effect) => void effects.push(effect) });
  });
  afterEach(() => play.stop());

  /** What happened, at which second after the start. */
  const story = () =>
    effects.map((effect) => [
      (Date.parse(effect.at) - startMs) / 1000,
      effect.effect === "api" ? `${effect.function} ${effect.service}:${effect.operation}` : effect.effect,
      ...(effect.effect === "decision" ? [effect.verdict, effect.reason] : []),
      ...("eventIds" in effect ? effect.eventIds : []),
    ]);

  it("goes from a record by rule, function, topic, function and delayed queue to the dead-letter queue, by the event clock", async () => {
    expect(play.take(recordAt(startMs))).to.equal(true);
    await play.finish();
    expect(story()).to.deep.equal([
      [0, "finder sns:Publish"],
      [0, "disabler sqs:SendMessage"],
      [0, "decision", "ask", "high", "event-1"],
      [30, "decision", "skip", "looked", "event-1"],
      [150, "decision", "skip", "looked", "event-1"],
      [270, "error", "event-1"],
    ]);
    expect(effects.at(-1)).to.deep.include({ function: "looker", message: "Error: second look failed" });
    expect(play.messagesIn(queueArn("dead"))).to.deep.equal(['{"eventIds":["event-1"]}']);
    expect(play.messagesIn(queueArn("work"))).to.deep.equal([]);
  });

  it("takes events that were read as such, in one order of time with records", async () => {
    play.take(findingAt(minutes(2), 7));
    play.take(findingAt(minutes(1), 2));
    play.take(recordAt(startMs));
    await play.finish();
    const found = effects.filter((effect) => effect.effect === "decision" && effect.verdict === "ask");
    expect(found.map((effect) => [effect.at, "eventIds" in effect && effect.eventIds])).to.deep.equal([
      [new Date(minutes(0)).toISOString(), ["event-1"]],
      [new Date(minutes(2)).toISOString(), ["finding-7"]],
    ]);
  });

  it("keeps nothing of what no filter and no rule wants", async () => {
    play.take(recordAt(startMs, { eventName: "RunInstances" }));
    play.take(recordAt(startMs, { readOnly: true }));
    play.take(findingAt(startMs, 1));
    await play.finish();
    expect(effects).to.deep.equal([]);
  });

  it("does not deliver a record over 256 KB by any way", async () => {
    expect(play.take(recordAt(startMs, { requestParameters: "x".repeat(262_144) }))).to.equal(false);
    await play.finish();
    expect(effects).to.deep.equal([]);
  });

  it("answers a request to a function's public address, at its event time", async () => {
    const answer = await play.request("looker", { body: "hello" }, minutes(5));
    expect(answer).to.deep.include({ status: 202, body: "hello at 2026-03-17T10:05" });
    const refused = await play.request("finder", {}).then(
      () => "answered",
      (error: Error) => error.message,
    );
    expect(refused).to.include("finder has no URL");
  });
});
