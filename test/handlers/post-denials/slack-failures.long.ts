import { expect } from "chai";

import type { SlackAnswer, SlackFault } from "../../../local/http/slack-stand-in";
import { denied, idsOf, many, minute, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, uploaded } from "../../support/uploaded-in-mocha";

const tooMany = (seconds: number): SlackAnswer => ({
  status: 429,
  headers: { "retry-after": String(seconds) },
  body: "rate_limited",
});
const forbidden: SlackAnswer = { status: 403, body: "<html>\u0000 no proxy <!channel>" };
const always = (answer: SlackAnswer | "no answer") => () => answer;
const first = (count: number, answer: SlackAnswer | "no answer"): SlackFault => {
  return (request) => (request <= count ? answer : undefined);
};

describe("post-denials, when Slack fails", function () {
  this.timeout(40_000);
  const running = uploaded("post-denials", webhookStack);

  async function postedAfter(fault: SlackFault): Promise<{ minutes: number; requests: number }> {
    const records = many(3, () => denied(minute(0)));
    running().answerSlack(fault);
    await running().deliver(records, minute(0));
    await running().untilQuiet();
    expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(records)]);
    expectEachOnce(running(), idsOf(records));
    return {
      minutes: (Date.parse(running().posts[0]?.at ?? "") - minute(0)) / 60_000,
      requests: running().slackRequests,
    };
  }

  it("waits inside the invocation as long as 429 with Retry-After asks, where that is a second", async () => {
    const startedMs = performance.now();
    expect(await postedAfter(first(1, tooMany(1)))).to.deep.equal({ minutes: 0, requests: 2 });
    expect(performance.now() - startedMs).to.be.at.least(1_000);
  });

  it("fails where Retry-After asks for thirty seconds, and the retry a minute later brings the message", async () => {
    expect(await postedAfter(first(1, tooMany(30)))).to.deep.equal({ minutes: 1, requests: 2 });
  });

  it("waits at most three seconds in sum", async () => {
    const startedMs = performance.now();
    expect(await postedAfter(first(2, tooMany(2)))).to.deep.equal({ minutes: 1, requests: 3 });
    expect(performance.now() - startedMs).to.be.at.least(2_000);
  });

  const transient: Readonly<Record<string, SlackAnswer | "no answer">> = {
    "500": { status: 500, body: "server_error" },
    "a closed connection": "no answer",
    "garbage under status 200": { status: 200, body: "<html>captive portal</html>" },
  };
  for (const [what, answer] of Object.entries(transient)) {
    it(`tries again at once after ${what}`, async () => {
      expect(await postedAfter(first(1, answer))).to.deep.equal({ minutes: 0, requests: 2 });
    });

    it(`leaves it to the retry where ${what} goes on`, async () => {
      expect(await postedAfter(first(3, answer))).to.deep.equal({ minutes: 1, requests: 4 });
    });
  }

  it("does not insist where the answer is garbage under status 403, and the second retry brings it", async () => {
    expect(await postedAfter(first(2, forbidden))).to.deep.equal({ minutes: 3, requests: 3 });
  });

  it("does not insist where Slack refuses a message with 400, and the retry brings it", async () => {
    expect(await postedAfter(first(1, { status: 400, body: "invalid_blocks" }))).to.deep.equal({
      minutes: 1,
      requests: 2,
    });
  });

  it("gives the delivery to the dead-letter queue after two retries, with each id once, and mails", async () => {
    const records = many(3, (position) => denied(minute(0), { userIdentity: user(`user${position}`) }));
    running().answerSlack(always(forbidden));
    await running().deliver(records, minute(0));
    await running().untilQuiet();
    expect(running().posts).to.have.length(0);
    expect(running().deadLetters.map(({ at, eventIds }) => [Date.parse(at), eventIds])).to.deep.equal([
      [minute(3), idsOf(records)],
    ]);
    expect(running().deadLetters[0]?.message, "says why, not where to").to.match(/Slack answered 403/);
    expect(JSON.stringify(running().effects)).not.to.include("local-stand-in");
    expect(running().emails.map(({ topic }) => topic)).to.include("alerts");
    expectEachOnce(running(), idsOf(records));
  });

  it("keeps what was posted and gathered out of the dead letter of the rest", async () => {
    const opening = denied(minute(0));
    const gathered = many(4, () => denied(minute(2)));
    const fresh = many(2, (position) => denied(minute(2), { userIdentity: user(`user${position}`) }));
    await running().deliver([opening], minute(0));
    // The first new principal is posted, the second never.
    running().answerSlack((request) => (request === 1 || request > 4 ? undefined : forbidden));
    await running().deliver([...gathered, ...fresh], minute(2));
    await running().untilQuiet();
    expect(running().deadLetters.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(fresh.slice(1))]);
    expectEachOnce(running(), idsOf([opening, ...gathered, ...fresh]));
  });

  /** One denial that is told of and five that are gathered; Slack takes nothing of those, however often it is tried. */
  async function gatherAndRefuse() {
    const opening = denied(minute(0));
    const gathered = many(5, () => denied(minute(1)));
    await running().deliver([opening], minute(0));
    await running().deliver(gathered, minute(1));
    running().answerSlack(always(forbidden));
    await running().untilQuiet();
    return { opening, gathered };
  }

  it("tries a digest at three ticks, then puts it with its ids into the dead-letter queue", async () => {
    const { opening, gathered } = await gatherAndRefuse();
    expect(running().slackRequests).to.equal(3);
    expect(running().deadLetters.map(({ at, eventIds }) => [Date.parse(at), eventIds])).to.deep.equal([
      [minute(17), idsOf(gathered)],
    ]);
    expectEachOnce(running(), idsOf([opening, ...gathered]));
  });

  it("posts what the dead-letter queue holds of a digest when it is redriven", async () => {
    const { gathered } = await gatherAndRefuse();
    running().answerSlack(() => undefined);
    await running().invoke(JSON.parse(running().queued[0] ?? "null"), minute(200));
    expect(running().posts.at(-1)?.eventIds).to.deep.equal(idsOf(gathered));
  });

  it("puts a digest of a storm into the queue in parts that the queue takes, and loses no id", async () => {
    const opening = denied(minute(0));
    const storm = many(10_000, () => denied(minute(1)));
    await running().deliver([opening], minute(0));
    for (let from = 0; from < storm.length; from += 2_500)
      await running().deliver(storm.slice(from, from + 2_500), minute(1));
    running().answerSlack(always(forbidden));
    await running().until(minute(40));
    expectEachOnce(running(), idsOf([opening, ...storm]));
    for (const body of running().queued) expect(Buffer.byteLength(body)).to.be.at.most(262_144);
  });

  it("loses nothing and tells nothing twice, whichever requests fail", async () => {
    const records = many(60, (position) =>
      denied(minute(position / 2), { userIdentity: user(`user${position % 7}`), eventName: `Action${position % 5}` }),
    );
    running().answerSlack((request) => (request % 3 === 0 || request % 7 === 0 ? forbidden : undefined));
    for (let from = 0; from < 60; from += 6) await running().deliver(records.slice(from, from + 6), minute(from / 2));
    await running().untilQuiet();
    expect(running().posts).to.have.length.greaterThan(0);
    expectEachOnce(running(), idsOf(records));
  });
});
