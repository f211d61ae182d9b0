import { expect } from "chai";

import { alarmMessage } from "../../core/cis-alarms/sample-alarm";
import { webhookStack } from "../../support/laid-out-program";
import { uploaded } from "../../support/uploaded-in-mocha";

const startMs = Date.parse("2026-03-17T10:07:00Z");

function notice(messageId: string, text = alarmMessage()): object {
  return { Records: [{ EventSource: "aws:sns", Sns: { MessageId: messageId, Message: text } }] };
}

describe("describe-alarm, handed the same again", function () {
  this.timeout(60_000);
  const running = uploaded("describe-alarm", webhookStack);
  let handed = 0;
  const hand = async (event: object) => running().invoke(event, startMs + (handed += 1) * 1_000);

  it("mails a message once, however often it is delivered to a container", async () => {
    for (const id of ["one", "one", "two", "one"]) await hand(notice(id));
    expect(running().emails.map(({ topic }) => topic)).to.deep.equal(["benchmark-mail", "benchmark-mail"]);
  });

  it("says nothing of an alarm that is OK again", async () => {
    await hand(notice("three", alarmMessage({ NewStateValue: "OK" })));
    expect(running().emails).to.deep.equal([]);
  });

  it("gives up what is no notification after three tries", async () => {
    await hand(notice("four", "no alarm"));
    await running().untilQuiet();
    expect(
      running()
        .deadLetters.map(({ message }) => message)
        .join(),
    ).to.include("no notification of a CloudWatch alarm");
    expect(running().emails.map(({ topic }) => topic)).to.deep.equal(["alerts"]);
  });
});
