import { expect } from "chai";
import { createHash } from "node:crypto";
import * as fixture from "../fixture";

describe("SQS", () => {
  let running: fixture.RunningAccount;
  beforeEach(async () => {
    running = await fixture.startAccount();
  });
  afterEach(() => running.account.stop());

  const QueueUrl = `https://sqs.${fixture.REGION}.amazonaws.com/${fixture.ACCOUNT}/events`;
  const call = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(running.account.endpoint, {
      method: "POST",
      headers: { authorization: fixture.authorization("sqs"), "x-amz-target": `AmazonSQS.${operation}` },
      body: JSON.stringify(input),
    });
    return Object.assign({ status: answer.status }, await answer.json());
  };
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");

  it("sends a message and answers with its MD5", async () => {
    const answer = await call("SendMessage", { QueueUrl, MessageBody: "né", DelaySeconds: 5 });
    expect(answer["MD5OfMessageBody"]).to.equal(md5("né"));
    expect(running.events).to.deep.equal([
      { type: "sqs-send", function: "post-denials", queueArn: fixture.QUEUE_ARN, body: "né", delaySeconds: 5 },
    ]);
  });

  it("hands on attributes, and the queue's own delay where the message says nothing", async () => {
    const queue = { arn: fixture.QUEUE_ARN, url: QueueUrl, delaySeconds: 7 };
    running.account.put({ queues: [queue] });
    const MessageAttributes = { kind: { DataType: "String", StringValue: "look" } };
    await call("SendMessage", { QueueUrl, MessageBody: "a", MessageAttributes });
    await call("SendMessage", { QueueUrl, MessageBody: "b", DelaySeconds: 0 });
    expect(running.events[0]).to.deep.include({
      delaySeconds: 7,
      attributes: { kind: { type: "String", value: "look" } },
    });
    expect(running.events[1]).to.deep.include({ delaySeconds: 0 });
    const wrong = await call("SendMessage", { QueueUrl, MessageBody: "a", MessageAttributes: { "a b": {} } });
    expect(wrong).to.include({ status: 400, __type: "com.amazonaws.sqs#InvalidParameterValue" });
  });

  it("sends a batch in order", async () => {
    const bodies = ["one", "two", "three"];
    const Entries = bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
    const answer = await call("SendMessageBatch", { QueueUrl, Entries });
    expect(answer["Successful"]).to.have.length(3);
    expect(answer["Successful"]).to.have.deep.nested.property("[2].MD5OfMessageBody", md5("three"));
    expect(running.events.map((event) => "body" in event && event.body)).to.deep.equal(bodies);
  });

  it("gives the address of a queue", async () => {
    expect((await call("GetQueueUrl", { QueueName: "events" }))["QueueUrl"]).to.equal(QueueUrl);
  });

  const entry = (Id: string) => ({ Id, MessageBody: "m" });
  const WRONG: readonly (readonly [string, string, object, string])[] = [
    ["a queue that is not there", "SendMessage", { QueueUrl: "https://x/1/y", MessageBody: "m" }, "QueueDoesNotExist"],
    ["a character outside XML", "SendMessage", { QueueUrl, MessageBody: "\u0000" }, "InvalidMessageContents"],
    ["a body too long", "SendMessage", { QueueUrl, MessageBody: "m".repeat(262_145) }, "InvalidParameterValue"],
    ["a delay too long", "SendMessage", { QueueUrl, MessageBody: "m", DelaySeconds: 901 }, "InvalidParameterValue"],
    ["an empty batch", "SendMessageBatch", { QueueUrl, Entries: [] }, "EmptyBatchRequest"],
    ["equal ids", "SendMessageBatch", { QueueUrl, Entries: [entry("a"), entry("a")] }, "BatchEntryIdsNotDistinct"],
    [
      "eleven entries",
      "SendMessageBatch",
      { QueueUrl, Entries: Array.from({ length: 11 }, (_, index) => entry(`m${index}`)) },
      "TooManyEntriesInBatchRequest",
    ],
  ];
  for (const [says, operation, input, error] of WRONG) {
    it(`refuses ${says}`, async () => {
      const answer = await call(operation, input);
      expect(answer).to.include({ status: 400, __type: `com.amazonaws.sqs#${error}` });
      expect(running.events).to.deep.equal([]);
    });
  }
});
