import { expect } from "chai";

import { denied, idsOf, many, minute } from "../../support/denied-calls";
import { appStack } from "../../support/laid-out-program";
import { expectEachOnce, uploaded } from "../../support/uploaded-in-mocha";

describe("post-denials, when Slack fails to update a message", function () {
  this.timeout(40_000);
  const running = uploaded("post-denials", appStack);
  const refusal = {
    status: 200,
    headers: { "content-type": "application/json" },
    body: '{"ok":false,"error":"fatal"}',
  };
  const forbidden = { status: 403, body: "no" };

  async function deliverAndGather() {
    const opening = denied(minute(0));
    const gathered = many(4, () => denied(minute(1)));
    await running().deliver([opening], minute(0));
    await running().deliver(gathered, minute(1));
    return { opening, gathered };
  }

  it("tries the update again at the next tick", async () => {
    const { opening, gathered } = await deliverAndGather();
    running().answerSlack((request) => (request <= 1 ? forbidden : undefined));
    await running().untilQuiet();
    expect(running().updates.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(gathered)]);
    expectEachOnce(running(), idsOf([opening, ...gathered]));
  });

  it("gives it to the dead-letter queue after three ticks", async () => {
    const { opening, gathered } = await deliverAndGather();
    running().answerSlack(() => forbidden);
    await running().untilQuiet();
    expect(running().updates).to.have.length(0);
    expect(running().deadLetters.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(gathered)]);
    expectEachOnce(running(), idsOf([opening, ...gathered]));
  });

  it("does not take `ok: false` under status 200 for a success", async () => {
    const record = denied(minute(0));
    running().answerSlack((request) => (request <= 3 ? refusal : undefined));
    await running().deliver([record], minute(0));
    expect(running().posts).to.have.length(0);
    await running().untilQuiet();
    expectEachOnce(running(), idsOf([record]));
    expect(running().posts).to.have.length(1);
  });
});
