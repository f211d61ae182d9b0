import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import type { DeclaredResource } from "../../local/program/mocks";
import { recordingMocks } from "../../local/program/mocks";
import { mayInvoke, maySend } from "../../local/play/permissions";
import { urlRefusal } from "../../local/play/function-urls";
import { Graph } from "../../local/play/graph";
import { consumeQueue, consumeStatement, declareFunctionQueue, visibleLater } from "../../stacks/function-queue";
import { openPublicUrl, runOnEvents, runOnSchedule, runOnTopic } from "../../stacks/function-triggers";
import type { WardenContext } from "../../stacks/warden-context";
import { input, statementsOf } from "./graph";

const account = { accountId: "111122223333", region: "eu-west-1" };
const timeoutSeconds = 60;

/** What triggers need of a function, without a closure to serialize. */
class PlainFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly deadLetterQueue: aws.sqs.Queue;

  constructor(readonly name: string) {
    super("test:index:Triggered", name);
    const child = { parent: this };
    const role = `arn:aws:iam::${account.accountId}:role/${name}`;
    this.function = new aws.lambda.Function(name, { role, timeout: timeoutSeconds }, child);
    this.deadLetterQueue = new aws.sqs.Queue(`${name}-dead-letters`, {}, child);
  }
}

const context = {
  configuration: {},
  accountId: pulumi.output(account.accountId),
  region: pulumi.output(account.region),
  tags: { team: "security" },
} as unknown as WardenContext;

const pattern = { source: ["aws.guardduty"], detail: { type: [{ prefix: "UnauthorizedAccess:" }] } };

function declareAll(): void {
  const busy = new PlainFunction("busy");
  runOnSchedule("busy-sweep", busy, "rate(2 minutes)", context);
  runOnEvents("busy-findings", busy, pattern, context);
  runOnEvents("busy-reads", busy, { source: ["aws.sts"] }, context, { seesReads: true, description: "All of STS" });
  const topic = new aws.sns.Topic("incidents");
  runOnTopic("busy", busy, topic, context);
  const filtered = new PlainFunction("filtered");
  runOnTopic("filtered", filtered, topic, context, { policy: { key: { owner: ["a"] } }, scope: "MessageBody" });
  openPublicUrl("filtered", filtered, { signedBy: "slack", secretId: "slack-signing" }, context);
  const queue = declareFunctionQueue("work", timeoutSeconds, context);
  consumeQueue("work", filtered, queue, { batchSize: 100, windowSeconds: 30 }, context);
}

describe("the triggers of a function", () => {
  let resources: readonly DeclaredResource[] = [];
  let graph: Graph;

  before("declare one of each", async () => {
    const recording = recordingMocks(account);
    await pulumi.runtime.setMocks(recording.mocks, "api-warden", "test");
    declareAll();
    await pulumi.runtime.disconnect();
    resources = recording.resources;
    graph = new Graph({ resources, outputs: {}, functions: [], runtimeModules: "", account });
  });

  function declared(type: string, name: string): DeclaredResource {
    const [found, ...more] = resources.filter((one) => one.type.endsWith(`:${type}`) && one.name === name);
    expect(more).to.deep.equal([]);
    return found ?? expect.fail(`no ${type} ${name}`);
  }

  const arnOf = (type: string, name: string) => String(declared(type, name).outputs.arn);

  for (const name of ["busy-sweep", "busy-findings", "busy-reads"]) {
    it(`let the rule ${name} invoke the function and keep what it could not hand over, and no other rule`, () => {
      const [rule, lambda, dead] = [
        arnOf("EventRule", name),
        arnOf("Function", "busy"),
        arnOf("Queue", "busy-dead-letters"),
      ];
      const by = { service: "events.amazonaws.com", sourceArn: rule };
      expect(mayInvoke(graph, lambda, by)).to.equal(true);
      expect(maySend(graph, dead, by)).to.equal(true);
      const other = { ...by, sourceArn: `${rule}-other` };
      expect(mayInvoke(graph, lambda, other)).to.equal(false);
      expect(maySend(graph, dead, other)).to.equal(false);
      expect(maySend(graph, arnOf("Queue", "filtered-dead-letters"), by)).to.equal(false);
      const target = declared("EventTarget", name);
      expect(target.inputs).to.include({ arn: lambda, rule: declared("EventRule", name).outputs.name });
      expect(input(target, "deadLetterConfig", "arn")).to.equal(dead);
    });
  }

  it("give events six hours to be handed over, and ticks five minutes", () => {
    expect(declared("EventTarget", "busy-findings").inputs.retryPolicy).to.deep.equal({
      maximumRetryAttempts: 185,
      maximumEventAgeInSeconds: 21_600,
    });
    expect(declared("EventTarget", "busy-sweep").inputs.retryPolicy).to.deep.equal({
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 300,
    });
  });

  it("declare the pattern as it is, and read-only events only where they are asked for", () => {
    const findings = declared("EventRule", "busy-findings");
    expect(JSON.parse(String(findings.inputs.eventPattern))).to.deep.equal(pattern);
    expect(findings.inputs).to.deep.include({ state: "ENABLED", tags: { team: "security" } });
    const reads = declared("EventRule", "busy-reads");
    expect(reads.inputs).to.include({
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      description: "All of STS",
    });
  });

  it("leave one policy on each dead-letter queue, with a statement for each trigger", () => {
    const policies = resources.filter(({ type }) => type === "aws:sqs/queuePolicy:QueuePolicy");
    expect(policies.map(({ name }) => name).sort()).to.deep.equal(["busy", "filtered"]);
    const statements = statementsOf(declared("QueuePolicy", "busy").inputs.policy);
    expect(statements.map(({ Sid }) => Sid)).to.deep.equal([
      "UndeliveredEventsBusyFindings",
      "UndeliveredEventsBusyReads",
      "UndeliveredEventsBusySweep",
      "UndeliveredSnsBusy",
    ]);
    for (const { Action, Condition } of statements) {
      expect(Action).to.deep.equal(["sqs:SendMessage"]);
      expect(Condition?.StringEquals).to.deep.equal({ "aws:SourceAccount": account.accountId });
    }
  });

  it("let a topic invoke the function and keep what it could not hand over", () => {
    const by = { service: "sns.amazonaws.com", sourceArn: arnOf("Topic", "incidents") };
    for (const name of ["busy", "filtered"]) {
      const dead = arnOf("Queue", `${name}-dead-letters`);
      expect(mayInvoke(graph, arnOf("Function", name), by)).to.equal(true);
      expect(maySend(graph, dead, by)).to.equal(true);
      const { inputs } = declared("TopicSubscription", name);
      expect(inputs).to.include({ protocol: "lambda", endpoint: arnOf("Function", name), topic: by.sourceArn });
      expect(JSON.parse(String(inputs.redrivePolicy))).to.deep.equal({ deadLetterTargetArn: dead });
    }
  });

  it("filter a topic's messages only where they are asked to", () => {
    const { inputs } = declared("TopicSubscription", "filtered");
    expect(JSON.parse(String(inputs.filterPolicy))).to.deep.equal({ key: { owner: ["a"] } });
    expect(inputs.filterPolicyScope).to.equal("MessageBody");
    expect(declared("TopicSubscription", "busy").inputs).to.not.have.any.keys("filterPolicy", "filterPolicyScope");
  });

  it("open a public address with both permissions, and no other function", () => {
    expect(urlRefusal(graph, "filtered")).to.equal(undefined);
    expect(() => urlRefusal(graph, "busy")).to.throw("has no URL");
    expect(declared("Permission", "filtered-url").inputs).to.include({ principal: "*", functionUrlAuthType: "NONE" });
    expect(declared("Permission", "filtered-invoke").inputs).to.include({
      principal: "*",
      invokedViaFunctionUrl: true,
    });
  });

  it("take messages of a queue in batches, each failing alone, and leave the spent ones in the dead-letter queue", () => {
    const queue = declared("Queue", "work");
    expect(queue.inputs).to.include({ visibilityTimeoutSeconds: 360, sqsManagedSseEnabled: true });
    expect(declared("EventSourceMapping", "work").inputs).to.deep.include({
      eventSourceArn: queue.outputs.arn,
      functionName: declared("Function", "filtered").outputs.name,
      batchSize: 100,
      maximumBatchingWindowInSeconds: 30,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    const { inputs } = declared("RedrivePolicy", "work");
    expect(inputs.queueUrl).to.equal(queue.outputs.url);
    expect(JSON.parse(String(inputs.redrivePolicy))).to.deep.equal({
      deadLetterTargetArn: arnOf("Queue", "filtered-dead-letters"),
      maxReceiveCount: 3,
    });
  });

  it("need just the three permissions to take messages", () => {
    const queue = { arn: pulumi.output("arn:aws:sqs:eu-west-1:111122223333:work") } as aws.sqs.Queue;
    expect(consumeStatement("TakeWork", queue)).to.deep.include({
      Sid: "TakeWork",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    });
  });

  it("carry the account's number on every permission but the public ones", () => {
    const permissions = resources.filter(({ type }) => type === "aws:lambda/permission:Permission");
    expect(permissions).to.have.length.above(5);
    for (const { inputs } of permissions) {
      if (inputs.principal === "*") continue;
      expect(inputs.sourceAccount).to.equal(account.accountId);
      expect(inputs.sourceArn).to.match(/^arn:aws:/);
    }
  });

  it("are refused for a pattern that EventBridge would not take, by the name of the rule", () => {
    const target = { name: "f" } as PlainFunction;
    expect(() => runOnEvents("broken", target, { source: "aws.ec2" }, context)).to.throw(
      /^rule broken: event pattern, source/,
    );
    const long = { source: Array.from({ length: 300 }, (_, index) => `aws.service-${index}`) };
    expect(() => runOnEvents("long", target, long, context)).to.throw(
      /^rule long: .* expected at most 2048$|characters/,
    );
  });

  it("are refused for a queue that would hand a message out again while it is being handled", () => {
    expect(visibleLater("work", "arn:work", 360, 60)).to.equal("arn:work");
    expect(() => visibleLater("work", "arn:work", 359, 60)).to.throw(
      /^work: found a visibility time-out of 359 s, .* 360 s/,
    );
  });

  it("are refused for a batch that Lambda would not gather", () => {
    const target = { name: "f" } as PlainFunction;
    expect(() => consumeQueue("work", target, {} as aws.sqs.Queue, { batchSize: 11 }, context)).to.throw(
      "at most 10 without a window",
    );
  });
});
