import { expect } from "chai";

import { metricKey } from "../../../local/play/metrics";
import { minutes, resource, startMs } from "./fixture";
import { stageOf } from "./stage";

const queue = (name: string, inputs: object = {}) =>
  resource(
    "aws:sqs/queue:Queue",
    name,
    { ...inputs },
    { url: `https://sqs/${name}`, arn: `arn:aws:sqs:eu-west-1:1:${name}` },
  );
const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:1:${name}`;
const consumer = resource("aws:lambda/function:Function", "forward-events", {});
const mapping = (inputs: object = {}) =>
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
    eventSourceArn: arnOf("work"),
    functionName: "forward-events",
    ...inputs,
  });
const redrive = (maxReceiveCount: number) => ({
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf("dead"), maxReceiveCount }),
});
const reporting = { functionResponseTypes: ["ReportBatchItemFailures"] };

interface Records {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}
const bodies = (event: unknown) => (event as Records).Records.map(({ body }) => body);

describe("a queue that a function consumes", () => {
  it("hands a message over as Lambda's poller does", async () => {
    const stage = stageOf([queue("work"), consumer, mapping()]);
    const attributes = { kind: { type: "String", value: "look" } };
    stage.queues.add(arnOf("work"), { body: "né", attributes }, startMs);
    await stage.run();
    expect(stage.handed).to.have.lengthOf(1);
    const [record] = (stage.handed[0]?.event as Records).Records;
    expect(record).to.deep.include({
      body: "né",
      eventSource: "aws:sqs",
      eventSourceARN: arnOf("work"),
      awsRegion: "eu-west-1",
      md5OfBody: "4b412f217a89113f3e321f48d3273a0a",
      messageAttributes: { kind: { stringValue: "look", dataType: "String" } },
    });
    expect(record?.attributes).to.deep.equal({
      ApproximateReceiveCount: "1",
      SentTimestamp: String(startMs),
      SenderId: "111122223333",
      ApproximateFirstReceiveTimestamp: String(startMs),
    });
    expect(stage.queues.bodiesIn(arnOf("work")), "what was handled is gone").to.deep.equal([]);
  });

  it("holds a message back by the event clock, as long as it or the queue says", async () => {
    const stage = stageOf([queue("work", { delaySeconds: 5 }), consumer, mapping()]);
    stage.queues.add(arnOf("work"), { body: "look", delaySeconds: 30 }, startMs);
    stage.queues.add(arnOf("work"), { body: "queue's own" }, startMs);
    stage.queues.add(arnOf("work"), { body: "at once", delaySeconds: 0 }, startMs);
    await stage.run();
    expect(stage.handed.map(({ atSeconds, event }) => [atSeconds, ...bodies(event)])).to.deep.equal([
      [0, "at once"],
      [5, "queue's own"],
      [30, "look"],
    ]);
  });

  it("hands over at most a batch at once, and the rest right after", async () => {
    const stage = stageOf([queue("work"), consumer, mapping({ batchSize: 2 })]);
    for (const body of ["a", "b", "c", "d", "e"]) stage.queues.add(arnOf("work"), { body }, startMs);
    await stage.run();
    expect(stage.handed.map(({ atSeconds, event }) => [atSeconds, bodies(event).length])).to.deep.equal([
      [0, 2],
      [0, 2],
      [0, 1],
    ]);
  });

  it("gathers messages for as long as the mapping says", async () => {
    const stage = stageOf([queue("work"), consumer, mapping({ maximumBatchingWindowInSeconds: 60 })]);
    stage.queues.add(arnOf("work"), { body: "a" }, startMs);
    stage.queues.add(arnOf("work"), { body: "b" }, startMs + 20_000);
    await stage.run();
    expect(stage.handed.map(({ atSeconds, event }) => [atSeconds, ...bodies(event)])).to.deep.equal([[60, "a", "b"]]);
  });

  it("hands a failed batch over again when its messages become visible, and then to the dead-letter queue", async () => {
    const stage = stageOf(
      [queue("work", { visibilityTimeoutSeconds: 360, ...redrive(3) }), queue("dead"), consumer, mapping()],
      () => ({ error: "boom" }),
    );
    stage.queues.add(arnOf("work"), { body: '{"eventIds":["a"]}' }, startMs);
    await stage.run();
    expect(stage.handed.map(({ atSeconds }) => atSeconds)).to.deep.equal([0, 360, 720]);
    const counts = stage.handed.map(({ event }) => (event as Records).Records[0]?.attributes.ApproximateReceiveCount);
    expect(counts).to.deep.equal(["1", "2", "3"]);
    expect(stage.effects).to.deep.equal([
      {
        effect: "error",
        at: new Date(minutes(18)).toISOString(),
        function: "forward-events",
        message: "boom",
        eventIds: ["a"],
      },
    ]);
    expect(stage.queues.bodiesIn(arnOf("work"))).to.deep.equal([]);
    expect(stage.queues.bodiesIn(arnOf("dead"))).to.deep.equal(['{"eventIds":["a"]}']);
    const depth = metricKey("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "dead" });
    expect(stage.metrics.over(depth, minutes(18), minutes(19))?.most).to.equal(1);
  });

  it("takes its redrive policy also from a resource of its own", async () => {
    const policy = resource("aws:sqs/redrivePolicy:RedrivePolicy", "work", {
      queueUrl: "https://sqs/work",
      ...redrive(1),
    });
    const stage = stageOf([queue("work"), policy, queue("dead"), consumer, mapping()], () => ({ error: "boom" }));
    stage.queues.add(arnOf("work"), { body: "m" }, startMs);
    await stage.run();
    expect(stage.handed).to.have.lengthOf(1);
    expect(stage.queues.bodiesIn(arnOf("dead"))).to.deep.equal(["m"]);
  });

  it("keeps only what the function reports as failed", async () => {
    const stage = stageOf([queue("work"), consumer, mapping(reporting)], (event, count) => {
      const [, second] = (event as Records).Records;
      return { result: { batchItemFailures: count === 1 ? [{ itemIdentifier: second?.messageId }] : [] } };
    });
    for (const body of ["a", "b", "c"]) stage.queues.add(arnOf("work"), { body }, startMs);
    await stage.run();
    expect(stage.handed.map(({ atSeconds, event }) => [atSeconds, ...bodies(event)])).to.deep.equal([
      [0, "a", "b", "c"],
      [30, "b"],
    ]);
  });

  const complete: readonly (readonly [string, unknown])[] = [
    ["an answer that is no object", "failed"],
    ["an unknown message", { batchItemFailures: [{ itemIdentifier: "other" }] }],
    ["a failure without a name", { batchItemFailures: [{}] }],
    ["a failure that is null", { batchItemFailures: [null] }],
    ["a list that is none", { batchItemFailures: "all" }],
  ];
  for (const [what, result] of complete) {
    it(`takes ${what} for a failure of the whole batch`, async () => {
      const stage = stageOf([queue("work"), consumer, mapping(reporting)], (_, count) =>
        count === 1 ? { result } : {},
      );
      stage.queues.add(arnOf("work"), { body: "a" }, startMs);
      stage.queues.add(arnOf("work"), { body: "b" }, startMs);
      await stage.run();
      expect(stage.handed.map(({ atSeconds, event }) => [atSeconds, ...bodies(event)])).to.deep.equal([
        [0, "a", "b"],
        [30, "a", "b"],
      ]);
    });
  }

  it("does not look at reported failures that the mapping does not ask for", async () => {
    const stage = stageOf([queue("work"), consumer, mapping()], () => ({
      result: { batchItemFailures: [{ itemIdentifier: "x" }] },
    }));
    stage.queues.add(arnOf("work"), { body: "a" }, startMs);
    await stage.run();
    expect(stage.handed).to.have.lengthOf(1);
  });

  it("without a dead-letter queue gives a message up for its age, and says so", async () => {
    const stage = stageOf(
      [queue("work", { messageRetentionSeconds: 600, visibilityTimeoutSeconds: 240 }), consumer, mapping()],
      () => ({ error: "boom" }),
    );
    stage.queues.add(arnOf("work"), { body: '{"eventId":"a"}' }, startMs);
    await stage.run();
    expect(stage.handed.map(({ atSeconds }) => atSeconds)).to.deep.equal([0, 240, 480]);
    expect(stage.effects).to.have.lengthOf(1);
    expect(stage.effects[0]).to.deep.include({ effect: "error", eventIds: ["a"] });
    expect(stage.queues.bodiesIn(arnOf("work"))).to.deep.equal([]);
  });

  it("deletes what the mapping's filter does not match", async () => {
    const filterCriteria = { filters: [{ pattern: '{"body":{"kind":["look"]}}' }] };
    const stage = stageOf([queue("work"), consumer, mapping({ filterCriteria })]);
    for (const body of ['{"kind":"look"}', '{"kind":"other"}', "look"])
      stage.queues.add(arnOf("work"), { body }, startMs);
    await stage.run();
    expect(stage.handed.flatMap(({ event }) => bodies(event))).to.deep.equal(['{"kind":"look"}']);
    expect(stage.queues.bodiesIn(arnOf("work"))).to.deep.equal([]);
  });
});

describe("a queue that nothing consumes", () => {
  it("keeps its messages, and shows how many", () => {
    const stage = stageOf([queue("dead")]);
    stage.queues.add(arnOf("dead"), { body: "a" }, startMs);
    stage.queues.add(arnOf("dead"), { body: "b" }, minutes(1));
    const depth = metricKey("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "dead" });
    expect(stage.metrics.over(depth, minutes(1), minutes(2))?.most).to.equal(2);
    expect(stage.queues.bodiesIn(arnOf("dead"))).to.deep.equal(["a", "b"]);
  });

  it("with a mapping that is switched off is one of those", async () => {
    const stage = stageOf([queue("work"), consumer, mapping({ enabled: false })]);
    stage.queues.add(arnOf("work"), { body: "a" }, startMs);
    await stage.run();
    expect(stage.handed).to.deep.equal([]);
  });

  it("that is not declared is refused with its ARN", () => {
    expect(() => stageOf([]).queues.add(arnOf("x"), { body: "a" }, startMs)).to.throw(arnOf("x"));
    expect(() => stageOf([queue("work"), mapping()])).to.throw("leads to no declared function");
  });
});
