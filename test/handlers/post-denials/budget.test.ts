import { expect } from "chai";

import { denied, idsOf, many, minute, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, textOf, uploaded } from "../../support/uploaded-in-mocha";

const most = 20;
const isRollUp = (post: Parameters<typeof textOf>[0]) => textOf(post).includes("roll-up");

describe("post-denials, within the hourly budget of messages", function () {
  this.timeout(30_000);
  const running = uploaded("post-denials", webhookStack);

  it(`posts ${most} messages in an hour, and beyond that one roll-up every ten minutes`, async () => {
    const records = many(120, (position) =>
      denied(minute(position / 3), { userIdentity: user(`user${position}`), eventName: `Action${position}` }),
    );
    for (const [position, record] of records.entries()) await running().deliver([record], minute(position / 3));
    await running().untilQuiet();

    const rollUps = running().posts.filter(isRollUp);
    const alone = running().posts.filter((post) => !isRollUp(post));
    const inFirstHour = alone.filter(({ at }) => Date.parse(at) < minute(60));
    expect(inFirstHour).to.have.length(most);
    expect(inFirstHour.flatMap(({ eventIds }) => eventIds)).to.deep.equal(idsOf(records.slice(0, most)));
    expect(rollUps.length).to.be.within(3, 6);
    const times = rollUps.map(({ at }) => Date.parse(at));
    times.slice(1).forEach((atMs, before) => expect(atMs - (times[before] ?? 0)).to.be.at.least(600_000));
    expectEachOnce(running(), idsOf(records));
  });

  it("brings everything of a flood that is larger than one roll-up", async () => {
    const records = many(130, (position) =>
      denied(minute(0), { userIdentity: user(`user${position}`), eventName: `Action${position}` }),
    );
    await running().deliver(records, minute(0));
    await running().untilQuiet();
    expectEachOnce(running(), idsOf(records));
    expect(running().posts.filter((post) => !isRollUp(post) && Date.parse(post.at) < minute(59))).to.have.length(most);
  });

  it("posts one by one again when an hour has passed", async () => {
    const records = many(22, (position) =>
      denied(minute(0), { userIdentity: user(`user${position}`), eventName: `Action${position}` }),
    );
    const late = denied(minute(61), { userIdentity: user("late") });
    await running().deliver(records, minute(0));
    await running().deliver([late], minute(61));
    const last = running().posts.at(-1);
    expect([last?.at, last?.eventIds]).to.deep.equal([new Date(minute(61)).toISOString(), idsOf([late])]);
    expectEachOnce(running(), idsOf([...records, late]));
  });
});
