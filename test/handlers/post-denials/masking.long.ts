import { expect } from "chai";

import { denied, idsOf, many, minute, role, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import { shown, uploaded } from "../../support/uploaded-in-mocha";
import { container, silently } from "./container";

const masked = { sourceIPAddress: "*".repeat(11) };
const scans = { name: "scanner", principal: "scanner", owner: "tests", reason: "scans" };

/** The first tick of the next day from eight in the morning. */
const morning = minute(20 * 60);

const digestsOf = (posts: readonly string[]) => posts.filter((text) => text.startsWith("Daily digest"));

describe("post-denials, calls with a masked address", () => {
  silently();

  it("are counted, and reported once a day", async () => {
    const one = container();
    const first = denied(minute(0), masked);
    const gathered = many(3, () => denied(minute(1), masked));
    const ofBob = many(2, () => denied(minute(2), { ...masked, userIdentity: user("bob") }));
    await one.deliver([first], minute(0));
    await one.deliver([...gathered, denied(minute(1))], minute(1));
    await one.deliver(ofBob, minute(2));
    await one.tick(minute(30));
    expect(digestsOf(one.posts)).to.deep.equal([]);
    for (const later of [0, 1, 24 * 60]) await one.tick(morning + later * 60_000);
    expect(digestsOf(one.posts)).to.deep.equal([
      "Daily digest: masked addresses since 2026-10-01: 0 incidents, 6 calls with a masked address",
    ]);
  });

  it("are told beside what was muted, in the same digest", async () => {
    const one = container(new Map(), [scans]);
    const muted = many(2, () => denied(minute(0), { userIdentity: user("scanner") }));
    await one.deliver([denied(minute(0), masked), ...muted], minute(0));
    await one.tick(morning);
    expect(digestsOf(one.posts)).to.deep.equal([
      "Daily digest: muted denials and masked addresses since 2026-10-01: 0 incidents, 2 muted events, 1 call with a masked address",
    ]);
  });

  it("count once, however often and in whatever delivery they come", async () => {
    const items = new Map();
    const one = container(items);
    const records = [denied(minute(0), masked)];
    await one.deliver(records, minute(0));
    await one.deliver(records, minute(1));
    await one.deliver(records, minute(2), "another stream");
    await container(items).deliver(records, minute(3), "a third stream");
    await one.tick(morning);
    expect(digestsOf(one.posts)[0]).to.include(", 1 call with a masked address");
  });

  it("count once where writing fails and the delivery is tried again", async () => {
    const one = container();
    const records = [denied(minute(0), { ...masked, userIdentity: role("deploy", "ci") })];
    one.beforePost = () => {
      throw new Error("Slack is away");
    };
    const failure = await one.deliver(records, minute(0)).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.equal("Slack is away");
    one.beforePost = () => {};
    await one.deliver(records, minute(1));
    await one.tick(morning);
    expect(digestsOf(one.posts)[0]).to.include(", 1 call with a masked address");
  });

  it("count for two containers together", async () => {
    const items = new Map();
    const [one, other] = [container(items), container(items)];
    await one.deliver([denied(minute(0), masked)], minute(0));
    await other.deliver([denied(minute(1), { ...masked, userIdentity: user("bob") })], minute(1));
    await other.tick(morning);
    expect(digestsOf(other.posts)[0]).to.include(", 2 calls with a masked address");
    await one.tick(morning + 60_000);
    expect(digestsOf(one.posts)).to.deep.equal([]);
  });

  it("are in no digest where there are none", async () => {
    const one = container(new Map(), [scans]);
    await one.deliver([denied(minute(0)), denied(minute(0), { userIdentity: user("scanner") })], minute(0));
    await one.tick(morning);
    expect(digestsOf(one.posts)).to.deep.equal([
      "Daily digest: muted denials since 2026-10-01: 0 incidents, 1 muted event",
    ]);
  });

  it("say when a tick has to tell of them", async () => {
    const one = container();
    await one.deliver([denied(minute(0), { ...masked, userIdentity: user("bob") })], minute(0));
    expect((await one.tick(minute(1))).nothingDueBefore).to.equal("2026-10-02T08:00:00.000Z");
    const added = await one.deliver([denied(minute(20), { ...masked, userIdentity: user("bob") })], minute(20));
    expect(added).to.deep.equal({ nothingDueBefore: "2026-10-02T08:00:00.000Z" });
  });

  describe("by the function as it is uploaded", function () {
    this.timeout(30_000);
    const running = uploaded("post-denials", webhookStack);

    it("are told of as such, and counted in the digest, which says what to do", async () => {
      const records = many(3, () => denied(minute(0), masked));
      await running().deliver(records, minute(0));
      await running().untilQuiet();
      const [told, digest, ...others] = running().posts.map(shown);
      expect(others).to.deep.equal([]);
      expect(told).to.include("masked by the log group's data protection");
      expect(digest).to.match(/3 calls with a masked address:.*Take `IpAddress` out of the data protection policy/);
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(records), []]);
    });
  });
});
