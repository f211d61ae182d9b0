import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { isPartMadeLater } from "../../core/trail-tampering/own-parts";
import type { DeclaredResource } from "../../local/program/mocks";
import type { SelfWatched, SelfWatchStage } from "./self-watch-stage";
import { functionsNamed, selfWatched as wholeWatch, topicArn } from "./self-watch-stage";

/** The page about it is another's matter, and takes its time to be made. */
const selfWatched = ({ settings, ...stage }: SelfWatchStage = {}): Promise<SelfWatched> =>
  wholeWatch({ ...stage, settings: { dashboard: false, ...settings } });

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly returnData?: boolean;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Readonly<Record<string, string>>;
    readonly period: number;
    readonly stat: string;
  };
}

const alarmsOf = ({ resources }: SelfWatched) =>
  resources.filter(({ type, name }) => type.endsWith(":MetricAlarm") && !name.endsWith("-dead-letters"));
const filtersOf = ({ resources }: SelfWatched) => resources.filter(({ type }) => type.endsWith(":LogMetricFilter"));
const queriesOf = ({ inputs }: DeclaredResource) => inputs.metricQueries as readonly Query[];
const metricsOf = (alarm: DeclaredResource) => queriesOf(alarm).flatMap(({ metric }) => metric ?? []);
const expressionOf = (alarm: DeclaredResource) => queriesOf(alarm).find(({ returnData }) => returnData)?.expression;

function only(stack: SelfWatched, name: string): DeclaredResource {
  const [found, ...more] = alarmsOf(stack).filter((alarm) => alarm.name === name);
  if (found === undefined || more.length > 0) throw new Error(`not one alarm ${name}`);
  return found;
}

const namesOf = (stack: SelfWatched) => alarmsOf(stack).map(({ name }) => name);

describe("the watch on Warden itself", function () {
  this.timeout(30_000);

  let stack: SelfWatched;
  before(async () => void (stack = await selfWatched()));

  it("is four alarms, which Pulumi names", () => {
    expect(namesOf(stack)).to.have.members(["function-errors", "function-throttles", "failed-deliveries", "silence"]);
    for (const { inputs } of alarmsOf(stack)) expect(inputs).to.not.have.property("name");
  });

  it("has an action on every alarm, for better and worse, and says what it means, what to do and where to read on", () => {
    for (const { name, inputs } of alarmsOf(stack)) {
      expect(inputs.alarmActions, name).to.include(topicArn("alerts"));
      expect(inputs.okActions, name).to.deep.equal(inputs.alarmActions);
      expect(inputs.alarmDescription)
        .to.match(/^api-warden-test: /)
        .and.to.match(/Runbook: docs\/self-watch\.md#[a-z-]+$/);
      expect(String(inputs.alarmDescription)).to.have.length.below(1_024);
    }
  });

  it("links to the runbooks where the stack says where they can be read", async () => {
    const runbooks = "https://git.example.com/security/api-warden/blob/main/";
    for (const { inputs } of alarmsOf(await selfWatched({ settings: { runbooks } }))) {
      expect(inputs.alarmDescription).to.include(`Runbook: ${runbooks}docs/self-watch.md#`);
    }
  });

  for (const [name, metric] of [
    ["function-errors", "Errors"],
    ["function-throttles", "Throttles"],
  ] as const) {
    it(`${name} adds up every function, names them, and waits for a quarter of an hour`, () => {
      const alarm = only(stack, name);
      expect(expressionOf(alarm)).to.equal("SUM(METRICS())");
      expect(metricsOf(alarm)).to.deep.equal(
        ["post-denials-1", "disable-key-1", "forward-events-1"].map((FunctionName) => ({
          namespace: "AWS/Lambda",
          metricName: metric,
          dimensions: { FunctionName },
          period: 300,
          stat: "Sum",
        })),
      );
      expect(alarm.inputs).to.include({
        evaluationPeriods: 3,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
      });
      expect(alarm.inputs.alarmDescription).to.include("one of post-denials, disable-key, forward-events.");
    });
  }

  it("adds up no more than ten functions in an alarm, and leaves none out", async () => {
    const names = Array.from({ length: 16 }, (_, position) => `function-${position}`);
    const many = await selfWatched({ functions: functionsNamed(...names) });
    const errors = [only(many, "function-errors"), only(many, "function-errors-2")].map(metricsOf);
    expect(errors.map((metrics) => metrics.length)).to.deep.equal([10, 6]);
    expect(errors.flat().map(({ dimensions }) => dimensions?.FunctionName)).to.deep.equal(
      names.map((name) => `${name}-1`),
    );
  });

  it("counts what functions could not tell in the logs of those that speak, in one metric", () => {
    const filters = filtersOf(stack).filter(({ name }) => name.endsWith("-undelivered"));
    expect(filters.map(({ inputs }) => inputs.logGroupName)).to.deep.equal(["post-denials-log", "disable-key-log"]);
    for (const { inputs } of filters) {
      expect(inputs.metricTransformation).to.deep.equal({
        namespace: "ApiWarden",
        name: "api-warden-test-undelivered",
        value: "1",
      });
    }
  });

  it("tells both topics for people where a message was not taken, because one of them may be what fails", () => {
    const alarm = only(stack, "failed-deliveries");
    expect(metricsOf(alarm).map(({ metricName, dimensions }) => [metricName, dimensions?.TopicName])).to.deep.equal([
      ["api-warden-test-undelivered", undefined],
      ["NumberOfNotificationsFailed", "alerts"],
      ["NumberOfNotificationsFailed", "compliance"],
    ]);
    expect(alarm.inputs.alarmActions).to.deep.equal([topicArn("alerts"), topicArn("compliance")]);
    expect(alarm.inputs).to.include({ evaluationPeriods: 1, treatMissingData: "notBreaching" });
  });

  it("takes a gap in the log group's records for silence, after three hours", () => {
    const alarm = only(stack, "silence");
    expect(expressionOf(alarm)).to.equal("FILL(m0, 0)");
    expect(metricsOf(alarm)).to.deep.equal([
      {
        namespace: "AWS/Logs",
        metricName: "IncomingLogEvents",
        dimensions: { LogGroupName: "trail-log" },
        period: 3600,
        stat: "Sum",
      },
    ]);
    expect(alarm.inputs).to.include({
      evaluationPeriods: 3,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
    });
  });

  describe("of a trail that is read from its bucket", () => {
    const queueIn = (account: string) => pulumi.output(`arn:aws:sqs:eu-west-1:${account}:trail-files`);
    const bucket = { bucket: "trail-bucket", queue: "arn:aws:sqs:eu-west-1:111122223333:trail-files" };
    const silenceOf = async (account: string) =>
      only(
        await selfWatched({
          settings: { trail: bucket },
          source: { logGroup: undefined, filesQueueArn: queueIn(account) },
        }),
        "silence",
      );

    it("listens to the announcements of its files", async () => {
      const alarm = await silenceOf("111122223333");
      expect(metricsOf(alarm)).to.deep.include.members([
        {
          namespace: "AWS/SQS",
          metricName: "NumberOfMessagesSent",
          dimensions: { QueueName: "trail-files" },
          period: 3600,
          stat: "Sum",
        },
      ]);
      expect(alarm.inputs.treatMissingData).to.equal("breaching");
    });

    it("stays silent where the queue is another account's, which keeps its metrics", async () => {
      const alarm = await silenceOf("444455556666");
      expect(alarm.inputs.treatMissingData).to.equal("notBreaching");
      expect(expressionOf(alarm)).to.not.include("FILL");
    });
  });

  it("waits for as long as the stack says, and not at all where it says so", async () => {
    const patient = await selfWatched({ settings: { selfWatch: { silentAfter: "24h" } } });
    expect(only(patient, "silence").inputs).to.include({ evaluationPeriods: 24 });
    const careless = await selfWatched({ settings: { selfWatch: { silentAfter: "off" } } });
    expect(namesOf(careless)).to.not.include("silence");
  });

  it("leaves out what the stack switches off, and what is counted for it alone", async () => {
    const least = { errors: false, throttles: false, deliveries: false, silentAfter: "off" };
    const none = await selfWatched({ settings: { selfWatch: least } });
    expect([...alarmsOf(none), ...filtersOf(none)]).to.deep.equal([]);
    expect(namesOf(await selfWatched({ settings: { selfWatch: { throttles: false } } }))).to.have.members([
      "function-errors",
      "failed-deliveries",
      "silence",
    ]);
  });

  it("is among the parts whose loss is told of, though it is declared after the function that tells", async () => {
    for (const { outputs } of alarmsOf(stack)) expect(isPartMadeLater(String(outputs.name))).to.equal(true);
    for (const other of ["silence", "silence-of-the-night", "my-silence-0a1b2c3", "function-errors-0a1b2c"]) {
      expect(isPartMadeLater(other), other).to.equal(false);
    }
  });
});
