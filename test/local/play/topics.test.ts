import { expect } from "chai";

import { resource, startMs } from "./fixture";
import { permittedFunction, permittedQueue, queueArn, stageOf } from "./stage";

const topic = resource("aws:sns/topic:Topic", "keys", {}, { arn: "arn:aws:sns:eu-west-1:111122223333:keys" });
const topicArn = String(topic.outputs.arn);
const service = "sns.amazonaws.com";

const subscription = (protocol: string, endpoint: string, inputs: object = {}) =>
  resource("aws:sns/topicSubscription:TopicSubscription", `${protocol}-${endpoint}`, {
    topic: topicArn,
    protocol,
    endpoint,
    ...inputs,
  });

const published = { topicArn, subject: undefined, message: "text" };

describe("a message to a declared topic", () => {
  it("comes to a function as SNS sends it", () => {
    const stage = stageOf([
      topic,
      ...permittedFunction("disable-key", service, topicArn),
      subscription("lambda", "arn:disable-key"),
    ]);
    const attributes = { level: { type: "String", value: "high" } };
    stage.topics.publish({ ...published, subject: "Key", attributes }, startMs);
    expect(stage.handed.map(({ to, atSeconds }) => [to, atSeconds])).to.deep.equal([["disable-key", 0]]);
    const { Records } = stage.handed[0]?.event as { Records: { EventSource: string; Sns: Record<string, unknown> }[] };
    expect(Records).to.have.lengthOf(1);
    expect(Records[0]).to.include({ EventSource: "aws:sns", EventVersion: "1.0" });
    const Sns: Record<string, unknown> = Records[0]?.Sns ?? {};
    expect(Sns).to.include({ Type: "Notification", TopicArn: topicArn, Subject: "Key", Message: "text" });
    expect(Sns).to.include({ Timestamp: "2026-03-17T10:00:00.000Z", SignatureVersion: "1" });
    expect(Sns.MessageAttributes).to.deep.equal({ level: { Type: "String", Value: "high" } });
    expect(Sns.MessageId).to.match(/^[-\da-f]{36}$/);
    expect(stage.effects).to.deep.equal([]);
  });

  it("has a null subject for a function where it has none", () => {
    const stage = stageOf([topic, ...permittedFunction("f", service, topicArn), subscription("lambda", "arn:f")]);
    stage.topics.publish(published, startMs);
    expect(stage.handed[0]?.event).to.have.nested.property("Records[0].Sns.Subject", null);
  });

  it("comes to a queue in SNS's envelope, or alone where the subscription asks for that", () => {
    for (const isRaw of [false, true]) {
      const stage = stageOf([
        topic,
        ...permittedQueue("events", service, topicArn),
        subscription("sqs", queueArn("events"), { rawMessageDelivery: isRaw }),
      ]);
      stage.topics.publish({ ...published, subject: "Key" }, startMs);
      const [body = ""] = stage.queues.bodiesIn(queueArn("events"));
      if (isRaw) expect(body).to.equal("text");
      else
        expect(JSON.parse(body)).to.include({
          Type: "Notification",
          Message: "text",
          Subject: "Key",
          TopicArn: topicArn,
        });
    }
  });

  it("is an e-mail where people are subscribed, or nobody is yet", () => {
    for (const subscriptions of [
      [],
      [subscription("email", "a@example.com"), subscription("email", "b@example.com")],
    ]) {
      const stage = stageOf([topic, ...subscriptions]);
      stage.topics.publish({ ...published, byProtocol: { email: "for people" } }, startMs);
      expect(stage.effects).to.deep.equal([
        {
          effect: "email",
          at: "2026-03-17T10:00:00.000Z",
          topic: "keys",
          subject: "AWS Notification Message",
          text: "for people",
        },
      ]);
    }
  });

  it("is no e-mail where only functions are subscribed", () => {
    const stage = stageOf([topic, ...permittedFunction("f", service, topicArn), subscription("lambda", "arn:f")]);
    stage.topics.publish(published, startMs);
    expect(stage.effects).to.deep.equal([]);
  });

  it("comes only to subscriptions whose filter policy matches its attributes", () => {
    const filterPolicy = JSON.stringify({ level: ["high", { prefix: "crit" }], count: [{ numeric: [">", 2] }] });
    const stage = stageOf([
      topic,
      ...permittedFunction("f", service, topicArn),
      subscription("lambda", "arn:f", { filterPolicy }),
    ]);
    const publish = (level: string, count: string) =>
      stage.topics.publish(
        {
          ...published,
          attributes: { level: { type: "String", value: level }, count: { type: "Number", value: count } },
        },
        startMs,
      );
    publish("high", "3");
    publish("critical", "30");
    publish("low", "3");
    publish("high", "2");
    stage.topics.publish(published, startMs);
    expect(stage.handed).to.have.lengthOf(2);
  });

  it("is matched by the elements of an attribute that is a list, and by nothing binary", () => {
    const filterPolicy = JSON.stringify({ tags: ["b"], raw: [{ exists: false }] });
    const stage = stageOf([
      topic,
      ...permittedFunction("f", service, topicArn),
      subscription("lambda", "arn:f", { filterPolicy }),
    ]);
    const raw = { type: "Binary", value: "AAAA" };
    const tags = (value: string) => ({ tags: { type: "String.Array", value }, raw });
    stage.topics.publish({ ...published, attributes: tags('["a","b"]') }, startMs);
    stage.topics.publish({ ...published, attributes: tags('["a"]') }, startMs);
    expect(stage.handed).to.have.lengthOf(1);
  });

  it("may be filtered by its body, which then must be JSON", () => {
    const filter = { filterPolicy: JSON.stringify({ key: { owner: ["a"] } }), filterPolicyScope: "MessageBody" };
    const stage = stageOf([
      topic,
      ...permittedFunction("f", service, topicArn),
      subscription("lambda", "arn:f", filter),
    ]);
    for (const message of ['{"key":{"owner":"a"}}', '{"key":{"owner":"b"}}', "key owner a", "[]"]) {
      stage.topics.publish({ ...published, message }, startMs);
    }
    expect(stage.handed).to.have.lengthOf(1);
  });

  it("that may not be handed over waits in the subscription's dead-letter queue, and says why with its ids", () => {
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("dead") });
    const stage = stageOf([
      topic,
      resource("aws:lambda/function:Function", "f", {}),
      ...permittedQueue("dead", service, topicArn),
      subscription("lambda", "arn:f", { redrivePolicy }),
    ]);
    stage.topics.publish({ ...published, message: '{"eventIds":["a","b"]}' }, startMs);
    expect(stage.handed).to.deep.equal([]);
    expect(stage.queues.bodiesIn(queueArn("dead"))).to.have.lengthOf(1);
    expect(stage.effects).to.have.lengthOf(1);
    expect(stage.effects[0]).to.deep.include({ effect: "error", function: "f", eventIds: ["a", "b"] });
    expect(stage.effects[0]).to.have.property("message").that.includes("no permission by which sns.amazonaws.com");
  });

  it("to a topic that is not declared fails with its ARN", () => {
    expect(() => stageOf([]).topics.publish(published, startMs)).to.throw(topicArn);
  });
});
