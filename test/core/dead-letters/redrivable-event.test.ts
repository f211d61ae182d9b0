import { expect } from "chai";

import { redrivableEvent } from "../../../core/dead-letters/redrivable-event";

const event = { awslogs: { data: "H4sI" } };

describe("event of a dead letter", () => {
  it("is what Lambda tried three times", () => {
    const letter = {
      version: "1.0",
      requestContext: {
        functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST",
        condition: "RetriesExhausted",
      },
      requestPayload: event,
      responsePayload: { errorMessage: "no" },
    };
    expect(redrivableEvent(JSON.stringify(letter))).to.deep.equal(event);
  });

  it("is what the function itself gave up, or EventBridge could not hand over, as it is", () => {
    const given = { warden: "undelivered", incidents: [] };
    const scheduled = { source: "aws.events", "detail-type": "Scheduled Event", detail: {} };
    for (const one of [given, scheduled]) expect(redrivableEvent(JSON.stringify(one))).to.deep.equal(one);
  });

  it("is the notification that SNS could not hand over, as SNS hands it to a function", () => {
    const notification = {
      Type: "Notification",
      MessageId: "1",
      TopicArn: "arn:topic",
      Message: "AKIAEXAMPLE user US",
    };
    const made = redrivableEvent(JSON.stringify(notification)) as { Records: { EventSource: string; Sns: unknown }[] };
    expect(made.Records.map(({ EventSource, Sns }) => ({ EventSource, Sns }))).to.deep.equal([
      { EventSource: "aws:sns", Sns: notification },
    ]);
  });

  it("is the message that woke the function in vain, as a queue hands it over", () => {
    const body = JSON.stringify({ warden: "second-look", record: "wa-abcdefghij" });
    const made = redrivableEvent(body) as { Records: { eventSource: string; body: string }[] };
    expect(made.Records.map(({ eventSource, body: text }) => ({ eventSource, text }))).to.deep.equal([
      { eventSource: "aws:sqs", text: body },
    ]);
  });

  for (const body of ["", "not JSON", "null", "7", '"text"']) {
    it(`is none in ${JSON.stringify(body)}`, () => expect(redrivableEvent(body)).to.equal(undefined));
  }
});
