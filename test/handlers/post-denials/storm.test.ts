import { expect } from "chai";

import { denied, idsOf, many, minute, role, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, shown, textOf, uploaded } from "../../support/uploaded-in-mocha";

const windowMinutes = 15;

describe("post-denials, in a storm", function () {
  this.timeout(60_000);
  const running = uploaded("post-denials", webhookStack);

  it("tells of 10,000 denials of one cause in at most two posts, whose counts add up", async () => {
    const storm = many(10_000, (position) => denied(minute(position / 10_000)));
    for (let from = 0; from < storm.length; from += 720) {
      await running().deliver(storm.slice(from, from + 720), minute(from / 10_000));
    }
    await running().until(minute(windowMinutes + 1));
    const { posts } = running();
    expect(posts.length).to.be.within(1, 2);
    expect(posts.reduce((sum, { eventIds }) => sum + eventIds.length, 0)).to.equal(10_000);
    expect(textOf(posts.at(-1) ?? raise())).to.include("10,000 times");
    expectEachOnce(running(), idsOf(storm));
  });

  it("posts another principal's first denial inside the storm at once", async () => {
    const storm = many(4_000, () => denied(minute(0.2)));
    const other = denied(minute(0.3), { userIdentity: user("bob") });
    await running().deliver(storm.slice(0, 720), minute(0));
    await running().deliver([...storm.slice(720, 1_400), other, ...storm.slice(1_400, 2_000)], minute(0.3));
    const before = running().posts.filter(({ eventIds }) => eventIds.includes(String(other.eventID)));
    expect(before.map(({ at, eventIds }) => [Date.parse(at), eventIds])).to.deep.equal([[minute(0.3), idsOf([other])]]);
    await running().deliver(storm.slice(2_000), minute(0.5));
    await running().untilQuiet();
    expectEachOnce(running(), idsOf([...storm, other]));
  });

  it("tells of 500 actions denied to one role under 50 sessions from 50 addresses in at most three posts", async () => {
    const attack = many(500, (position) =>
      denied(minute((10 * position) / 500), {
        eventName: `Action${position}`,
        eventSource: `service${position % 9}.amazonaws.com`,
        userIdentity: role("ci", `aws-go-sdk-${position % 50}`),
        sourceIPAddress: `198.51.100.${position % 50}`,
      }),
    );
    // Deliveries of about half a minute.
    for (let from = 0; from < attack.length; from += 25) {
      await running().deliver(attack.slice(from, from + 25), minute((10 * (from + 24)) / 500));
    }
    await running().untilQuiet();
    const { posts } = running();
    expect(posts.length).to.be.within(1, 3);
    const told = posts.filter((post) => /enumeration: 500 actions in 10 minutes/.test(textOf(post)));
    expect(told, "one says enumeration and counts 500").to.have.length(1);
    expect(textOf(told[0] ?? raise())).to.match(/9 services, 50 addresses/);
    expect(shown(told[0] ?? raise())).to.include("500");
    expectEachOnce(running(), idsOf(attack));
  });

  it("stays at three posts where the attack begins slowly", async () => {
    const attack = many(500, (position) =>
      denied(minute((10 * position) / 500), {
        eventName: `Action${position}`,
        userIdentity: role("ci", `session-${position % 50}`),
      }),
    );
    const cuts = [0, 1, 2, 3, 40, 200, 500];
    for (let at = 1; at < cuts.length; at += 1) {
      const some = attack.slice(cuts[at - 1], cuts[at]);
      await running().deliver(some, minute((10 * (cuts[at] ?? 0)) / 500));
    }
    await running().untilQuiet();
    expect(running().posts.length).to.be.within(1, 3);
    expectEachOnce(running(), idsOf(attack));
  });

  it("keeps each item of its table within DynamoDB's 400 KB, and asks for nothing that is refused", async () => {
    const names = many(2_000, (position) =>
      denied(minute(0), {
        eventName: `Action${"x".repeat(150)}${position}`,
        sourceIPAddress: `10.0.${position % 256}.1`,
      }),
    );
    for (let from = 0; from < names.length; from += 500)
      await running().deliver(names.slice(from, from + 500), minute(0));
    await running().untilQuiet();
    const refused = running().effects.filter((effect) => effect.effect === "api" && effect.error !== undefined);
    expect(refused).to.deep.equal([]);
    expectEachOnce(running(), idsOf(names));
  });
});

function raise(): never {
  throw new Error("there is no such message");
}
