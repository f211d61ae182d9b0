import { expect } from "chai";
import * as fixture from "../fixture";

describe("SNS", () => {
  let running: fixture.RunningAccount;
  beforeEach(async () => {
    running = await fixture.startAccount();
  });
  afterEach(() => running.account.stop());

  const publish = async (fields: Record<string, string>, Action = "Publish") => {
    const body = new URLSearchParams({ Action, Version: "2010-03-31", ...fields });
    const headers = { authorization: fixture.authorization("sns") };
    const answer = await fetch(running.account.endpoint, { method: "POST", headers, body });
    return { status: answer.status, text: await answer.text() };
  };

  it("answers with a message id and hands the message on", async () => {
    const answer = await publish({ TopicArn: fixture.TOPIC_ARN, Subject: "Key", Message: "<é> & more" });
    expect(answer.status).to.equal(200);
    expect(answer.text).to.match(/<PublishResult><MessageId>[-0-9]{36}<\/MessageId><\/PublishResult>/);
    expect(running.events).to.deep.equal([
      {
        type: "sns-publish",
        function: "post-denials",
        topicArn: fixture.TOPIC_ARN,
        subject: "Key",
        message: "<é> & more",
      },
    ]);
  });

  const entries = (...all: readonly Record<string, string>[]) =>
    Object.fromEntries(
      all.flatMap((fields, position) =>
        Object.entries(fields).map(([name, value]) => [
          `PublishBatchRequestEntries.member.${position + 1}.${name}`,
          value,
        ]),
      ),
    );

  it("takes a batch, and hands each message on in the order of the entries", async () => {
    const many = Array.from({ length: 10 }, (_, number) => ({ Id: `id-${number}`, Message: `message ${number}` }));
    const answer = await publish({ TopicArn: fixture.TOPIC_ARN, ...entries(...many) }, "PublishBatch");
    expect(answer.status).to.equal(200);
    expect([...answer.text.matchAll(/<Id>([^<]+)<\/Id>/g)].map(([, id]) => id)).to.deep.equal(many.map(({ Id }) => Id));
    expect(running.events.map((event) => "message" in event && event.message)).to.deep.equal(
      many.map(({ Message }) => Message),
    );
  });

  const fine = { Id: "a", Message: "text" };
  const wrongBatches: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["no entries", {}, /EmptyBatchRequest/],
    [
      "eleven entries",
      entries(...Array.from({ length: 11 }, (_, number) => ({ ...fine, Id: `id-${number}` }))),
      /TooManyEntriesInBatchRequest/,
    ],
    ["an id twice", entries(fine, fine), /BatchEntryIdsNotDistinct/],
    ["an id with a space", entries({ ...fine, Id: "a b" }), /InvalidBatchEntryId/],
    ["an entry without a message", entries({ Id: "a" }), /Message is missing/],
    [
      "more than 256 KB together",
      entries({ Id: "a", Message: "x".repeat(200_000) }, { Id: "b", Message: "x".repeat(100_000) }),
      /BatchRequestTooLong/,
    ],
    ["another field", { Subject: "a" }, /PublishBatch takes no Subject/],
  ];
  for (const [what, fields, said] of wrongBatches) {
    it(`refuses a batch of ${what}, and hands nothing on`, async () => {
      const answer = await publish({ TopicArn: fixture.TOPIC_ARN, ...fields }, "PublishBatch");
      expect(answer.status).to.equal(400);
      expect(answer.text).to.match(said);
      expect(running.events).to.deep.equal([]);
    });
  }

  it("hands on attributes, and other texts for some protocols", async () => {
    const answer = await publish({
      TopicArn: fixture.TOPIC_ARN,
      Message: JSON.stringify({ default: "for all", email: "for people", sqs: 5 }),
      MessageStructure: "json",
      "MessageAttributes.entry.1.Name": "level",
      "MessageAttributes.entry.1.Value.DataType": "String",
      "MessageAttributes.entry.1.Value.StringValue": "high",
      "MessageAttributes.entry.2.Name": "count",
      "MessageAttributes.entry.2.Value.DataType": "Number",
      "MessageAttributes.entry.2.Value.StringValue": "3",
    });
    expect(answer.status).to.equal(200);
    expect(running.events[0]).to.deep.include({
      message: "for all",
      byProtocol: { email: "for people" },
      attributes: { level: { type: "String", value: "high" }, count: { type: "Number", value: "3" } },
    });
  });

  const attribute = (Name: string, DataType: string, StringValue: string) => ({
    "MessageAttributes.entry.1.Name": Name,
    "MessageAttributes.entry.1.Value.DataType": DataType,
    "MessageAttributes.entry.1.Value.StringValue": StringValue,
  });

  const WRONG: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["a subject over 100 characters", { Subject: "s".repeat(101) }, /InvalidParameter<.*Subject/],
    ["a subject with a line break", { Subject: "a\nb" }, /InvalidParameter<.*Subject/],
    ["a subject that is not ASCII", { Subject: "clé" }, /InvalidParameter<.*Subject/],
    ["a message over 262,144 bytes", { Message: "é".repeat(131_073) }, /InvalidParameter<.*Message too long/],
    ["a missing message", { Message: "" }, /InvalidParameter<.*Message is missing/],
    ["a topic that is not there", { TopicArn: `${fixture.TOPIC_ARN}2` }, /NotFound</],
    ["an attribute without a value", attribute("a", "String", ""), /must have a type and a value/],
    ["an attribute of an unknown type", attribute("a", "Text", "b"), /must have a type and a value/],
    ["an attribute of AWS's own name", attribute("AWS.a", "String", "b"), /name of the message attribute/],
    ["another structure than json", { MessageStructure: "xml" }, /only json is allowed/],
    ["a structured message that is no JSON", { MessageStructure: "json" }, /failed to parse/],
    ["a structured message for some alone", { MessageStructure: "json", Message: "{}" }, /No default entry/],
    ["a parameter that it would ignore", { MessageGroupId: "1" }, /does not know the parameter MessageGroupId/],
  ];
  for (const [says, fields, error] of WRONG) {
    it(`refuses ${says}`, async () => {
      const answer = await publish({ TopicArn: fixture.TOPIC_ARN, Message: "m", ...fields });
      expect(answer.status).to.be.within(400, 404);
      expect(answer.text).to.match(error);
      expect(running.events).to.deep.equal([]);
    });
  }

  it("takes exactly 262,144 bytes and 100 characters", async () => {
    const fields = { TopicArn: fixture.TOPIC_ARN, Subject: "s".repeat(100), Message: "m".repeat(262_144) };
    expect((await publish(fields)).status).to.equal(200);
  });
});
