import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { declareTeller } from "./forwarding-teller";
import { declareForwardEvents, declareForwardQueue } from "../../stacks/forward-events";
import type { WardenContext } from "../../stacks/warden-context";
import { textOf } from "../docs/pages";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { statementsOf } from "./graph";

const splunk = { hecUrl: "https://splunk.example.com:8088", tokenSecret: "warden/splunk-token" };
const alertTopicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
const minutes = 60;
const day = 86_400;

/** The queue, another function that knows it, and the function that reads it. */
async function declared(settings: Readonly<Record<string, unknown>>): Promise<DeclaredAlone> {
  return declaredAlone((place) => {
    const context: WardenContext = { ...place, forwardQueue: declareForwardQueue(place) };
    declareTeller(context);
    declareForwardEvents(context, pulumi.output(alertTopicArn));
  }, settings);
}

function only({ resources }: DeclaredAlone, type: string, name: string) {
  const found = resources.filter((one) => one.type === type && one.name === name);
  expect(found, `${type} ${name}`).to.have.length(1);
  return found[0] as DeclaredAlone["resources"][number];
}

const functionOf = (stack: DeclaredAlone, name: string) => only(stack, "aws:lambda/function:Function", name).inputs;
const environmentOf = (stack: DeclaredAlone, name: string) =>
  (functionOf(stack, name).environment as { variables: Readonly<Record<string, string>> }).variables;
const sidsOf = (stack: DeclaredAlone, name: string) =>
  statementsOf(only(stack, "aws:iam/rolePolicy:RolePolicy", name).inputs.policy).map(({ Sid }) => Sid);

async function uploadedText(stack: DeclaredAlone, name: string): Promise<string> {
  const { assets } = functionOf(stack, name).code as { assets: Promise<Record<string, { text: Promise<string> }>> };
  const text = await (await assets)["__index.js"]?.text;
  return text ?? "";
}

describe("what is forwarded to Splunk", function () {
  this.timeout(60_000);

  let without: DeclaredAlone;
  let stack: DeclaredAlone;
  before(async () => {
    without = await declared({});
    stack = await declared({ splunk });
  });

  const queue = () => only(stack, "aws:sqs/queue:Queue", "forward-events");

  it("is nothing, and costs a function neither a byte nor a leave, where the stack names no Splunk", async () => {
    expect(JSON.stringify(without.resources)).to.not.match(/forward/i);
    expect(sidsOf(without, "teller")).to.deep.equal(["OwnLog", "OwnDeadLetters"]);
    const text = await uploadedText(without, "teller");
    expect(text)
      .to.contain("teller-was-here")
      .and.not.match(/sqs|forward|sha256/i);
  });

  it("is what functions state, which may send to the one queue and do nothing else with it", async () => {
    expect(environmentOf(stack, "teller").FORWARD_QUEUE_URL).to.equal(queue().outputs.url);
    const statements = statementsOf(only(stack, "aws:iam/rolePolicy:RolePolicy", "teller").inputs.policy);
    expect(statements.filter(({ Resource }) => Resource === queue().outputs.arn)).to.deep.equal([
      { Effect: "Allow", Sid: "ForwardToSplunk", Action: ["sqs:SendMessage"], Resource: queue().outputs.arn },
    ]);
    expect(await uploadedText(stack, "teller"))
      .to.contain("teller-was-here")
      .and.contain("SendMessageBatch");
  });

  it("is not what the function states that forwards, or it would never end", async () => {
    expect(environmentOf(stack, "forward-events")).to.not.have.property("FORWARD_QUEUE_URL");
    expect(sidsOf(stack, "forward-events")).to.deep.equal([
      "OwnLog",
      "OwnDeadLetters",
      "TakeStatements",
      "SplunkToken",
    ]);
    expect(await uploadedText(stack, "forward-events")).to.not.contain("SendMessageBatch");
  });

  it("reads one secret, whose value is nowhere", () => {
    const statements = statementsOf(only(stack, "aws:iam/rolePolicy:RolePolicy", "forward-events").inputs.policy);
    expect(statements.at(-1)).to.deep.include({
      Action: ["secretsmanager:GetSecretValue"],
      Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:warden/splunk-token-??????",
    });
    expect(environmentOf(stack, "forward-events")).to.include({
      SPLUNK_HEC_URL: splunk.hecUrl,
      SPLUNK_TOKEN_SECRET_ID: splunk.tokenSecret,
    });
  });

  describe("while Splunk is down", () => {
    const received = () => {
      const { redrivePolicy } = only(stack, "aws:sqs/redrivePolicy:RedrivePolicy", "forward-events").inputs;
      return JSON.parse(String(redrivePolicy)) as { maxReceiveCount: number; deadLetterTargetArn: string };
    };
    const visibilitySeconds = () => Number(queue().inputs.visibilityTimeoutSeconds);

    it("is tried every three minutes for a day, as the page says", () => {
      expect(visibilitySeconds()).to.equal(3 * minutes);
      expect(received().maxReceiveCount).to.equal(480);
      expect(received().maxReceiveCount * visibilitySeconds()).to.equal(day);
      const page = textOf("docs/siem.md").replaceAll(/\s+/g, " ");
      expect(page).to.contain("tried every three minutes, 480 times: a day").and.contain("is twenty tries");
    });

    it("is a dead letter long before SQS drops it", () => {
      expect(Number(queue().inputs.messageRetentionSeconds)).to.equal(14 * day);
      expect(received().deadLetterTargetArn).to.equal(
        only(stack, "aws:sqs/queue:Queue", "forward-events-dead-letters").outputs.arn,
      );
    });

    it("is not received by more invocations than the function may have, whose refusals would count as tries", () => {
      const { inputs } = only(stack, "aws:lambda/eventSourceMapping:EventSourceMapping", "forward-events");
      expect(inputs).to.deep.include({
        batchSize: 100,
        maximumBatchingWindowInSeconds: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: 2 },
      });
    });

    it("is told of after ten minutes, and when there are dead letters", () => {
      const waiting = only(stack, "aws:cloudwatch/metricAlarm:MetricAlarm", "forward-events-waiting").inputs;
      expect(waiting).to.deep.include({
        metricName: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: queue().outputs.name },
        threshold: 10 * minutes,
        alarmActions: [alertTopicArn],
      });
      only(stack, "aws:cloudwatch/metricAlarm:MetricAlarm", "forward-events-dead-letters");
    });
  });
});
