import * as zlib from "node:zlib";

import { expect } from "chai";

import { mostInflatedBytes } from "../../../core/cloudtrail/envelope";
import { denied, idsOf, many, minute, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import { envelopeOf } from "../../support/uploaded-function";
import { expectEachOnce, shown, textOf, uploaded } from "../../support/uploaded-in-mocha";

describe("post-denials, envelopes", function () {
  this.timeout(30_000);
  const running = uploaded("post-denials", webhookStack);

  it("takes a CONTROL_MESSAGE in silence", async () => {
    const messages = ["CWL CONTROL MESSAGE: Checking health of destination Lambda."];
    await running().invoke(envelopeOf({ messages, messageType: "CONTROL_MESSAGE", stream: "" }, minute(0)), minute(0));
    expect(running().effects, "no call, no message").to.deep.equal([]);
    await running().untilQuiet();
    expect(running().posts).to.have.length(0);
    expect(running().deadLetters).to.have.length(0);
  });

  it("takes an envelope without log events in silence", async () => {
    await running().deliver([], minute(0));
    await running().untilQuiet();
    expect(running().posts).to.have.length(0);
    expect(running().deadLetters).to.have.length(0);
  });

  const good = envelopeOf({ messages: ["{}"] }, minute(0)).awslogs.data;
  const broken: Readonly<Record<string, unknown>> = {
    "base64 that is none": { awslogs: { data: `${good.slice(0, -8)}####====` } },
    "gzip cut short": { awslogs: { data: Buffer.from(good, "base64").subarray(0, 40).toString("base64") } },
    "gzip of something that is not JSON": { awslogs: { data: zlib.gzipSync("<!channel>").toString("base64") } },
    "gzip that swells beyond all batches": {
      awslogs: { data: zlib.gzipSync(Buffer.alloc(mostInflatedBytes + 1)).toString("base64") },
    },
    "no data": { awslogs: {} },
  };
  for (const [what, event] of Object.entries(broken)) {
    it(`gives an envelope with ${what} to the dead-letter queue after two retries`, async () => {
      await running().invoke(event, minute(0), ["the-lost-event"]);
      await running().until(minute(2.9));
      expect(running().deadLetters, "before the second retry").to.have.length(0);
      await running().until(minute(3));
      expect(running().deadLetters.map(({ at, eventIds }) => [Date.parse(at), eventIds])).to.deep.equal([
        [minute(3), ["the-lost-event"]],
      ]);
      await running().untilQuiet();
      expect(running().posts).to.have.length(0);
      expect(
        running().emails.map(({ topic }) => topic),
        "the alarm on the queue mails",
      ).to.include("alerts");
    });
  }

  it("tells of a message that is not JSON among good ones, and handles the rest", async () => {
    const records = many(2, (position) => denied(minute(0), { userIdentity: user(`user${position}`) }));
    const [one, other] = records.map((record) => JSON.stringify(record));
    const messages = [one ?? "", "<!channel> not JSON {", other ?? ""];
    const logEventIds = ["log-1", "log-2", "log-3"];
    await running().invoke(envelopeOf({ messages, logEventIds }, minute(0)), minute(0));
    await running().untilQuiet();
    const unreadable = running().posts.filter(({ eventIds }) => eventIds.includes("log-2"));
    expect(unreadable).to.have.length(1);
    expect(textOf(unreadable[0] ?? raise())).to.include("1 record could not be read");
    expect(shown(unreadable[0] ?? raise())).not.to.include("<!channel>");
    expectEachOnce(running(), [...idsOf(records), "log-2"]);
    expect(running().deadLetters).to.have.length(0);
  });

  it("lets pass what no filter should have sent: good calls, dry runs, arrays, numbers where texts belong", async () => {
    const odd = { eventID: "odd", errorCode: "AccessDenied", eventName: 7, userIdentity: [], sourceIPAddress: {} };
    const records = [
      denied(minute(0), { errorCode: undefined, errorMessage: undefined }),
      denied(minute(0), { errorCode: "Client.DryRunOperation" }),
      denied(minute(0), { errorCode: "ThrottlingException" }),
      odd,
    ];
    await running().deliver(records, minute(0));
    await running().untilQuiet();
    expectEachOnce(running(), ["odd"]);
  });

  it("tells of a record without an eventID under the id of its log event", async () => {
    const messages = [JSON.stringify(denied(minute(0), { eventID: undefined }))];
    await running().invoke(envelopeOf({ messages, logEventIds: ["log-77"] }, minute(0)), minute(0));
    await running().untilQuiet();
    expectEachOnce(running(), ["log-77"]);
  });

  it("handles a record with texts that no record of CloudTrail has room for, and all beside it", async () => {
    const long = "€".repeat(60_000);
    const records = [
      ...many(3, (position) => denied(minute(0), { userAgent: long, eventName: `${position}${long}` })),
      denied(minute(0), { eventID: long, userIdentity: user("bob") }),
      denied(minute(0), { userIdentity: user("carol") }),
    ];
    const messages = records.map((record) => JSON.stringify(record));
    const logEventIds = records.map((_, position) => `log-${position}`);
    await running().invoke(envelopeOf({ messages, logEventIds }, minute(0)), minute(0));
    await running().untilQuiet();
    const [one, two, three, , five] = idsOf(records);
    expectEachOnce(running(), [one, two, three, "log-3", five].map(String));
    expect(running().deadLetters).to.have.length(0);
  });

  it("posts once what is delivered twice", async () => {
    const records = many(3, () => denied(minute(0)));
    await running().deliver(records, minute(0));
    await running().deliver(records, minute(0));
    await running().untilQuiet();
    expect(running().posts).to.have.length(1);
    expectEachOnce(running(), idsOf(records));
  });

  it("posts once the same events in another envelope, and gathers what is new in it", async () => {
    const records = many(3, () => denied(minute(0)));
    const fresh = denied(minute(3));
    await running().deliver(records, minute(0), "one-stream");
    await running().deliver([...records, fresh, fresh], minute(3), "another-stream");
    await running().untilQuiet();
    expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(records), idsOf([fresh])]);
  });

  it("posts once what a mute has nothing to say of, in whatever order it comes again", async () => {
    const records = many(12, (position) => denied(minute(0), { userIdentity: user(`user${position % 4}`) }));
    await running().deliver(records, minute(0), "first");
    await running().deliver([...records].reverse(), minute(1), "second");
    await running().deliver(records.slice(3, 9), minute(2), "third");
    await running().untilQuiet();
    expectEachOnce(running(), idsOf(records));
  });
});

function raise(): never {
  throw new Error("there is no such message");
}
