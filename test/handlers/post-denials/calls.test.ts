import { expect } from "chai";

import { denied, many, minute, user } from "../../support/denied-calls";
import type { Container } from "./container";
import { container, silently } from "./container";

const scans = { name: "scanner", principal: "scanner", owner: "tests", reason: "scans" };
const ofBob = { userIdentity: user("bob") };

describe("post-denials, calls of DynamoDB", () => {
  silently();

  async function warm(mutes = [scans]): Promise<Container> {
    const one = container(new Map(), mutes);
    await one.deliver([denied(minute(0))], minute(0));
    await one.tick(minute(0.1));
    return one;
  }

  const calls = async (one: Container, work: () => Promise<unknown>) => one.callsOf(work);

  it("reads what it does not know, claims, posts, and writes once", async () => {
    const one = container();
    const first = [denied(minute(0))];
    expect(await calls(one, () => one.deliver(first, minute(0)))).to.deep.equal([
      "readAll",
      "readAll",
      "read",
      "write",
      "write",
    ]);
    expect(one.posts).to.have.length(1);
  });

  it("takes one for what is gathered under a message that is out", async () => {
    const one = await warm();
    const more = many(5, () => denied(minute(1)));
    expect(await calls(one, () => one.deliver(more, minute(1)))).to.deep.equal(["write"]);
    expect(one.posts).to.have.length(1);
  });

  it("takes one for what several principals gather", async () => {
    const one = await warm();
    await one.deliver([denied(minute(1), ofBob)], minute(1));
    const both = [denied(minute(2)), denied(minute(2), ofBob)];
    expect(await calls(one, () => one.deliver(both, minute(2)))).to.deep.equal(["write"]);
  });

  it("takes no more where addresses are masked, which it counts", async () => {
    const one = await warm();
    const masked = { sourceIPAddress: "*".repeat(12) };
    await one.deliver([denied(minute(1), { ...ofBob, ...masked })], minute(1));
    const both = [denied(minute(2), masked), denied(minute(2), { ...ofBob, ...masked })];
    expect(await calls(one, () => one.deliver(both, minute(2)))).to.deep.equal(["write"]);
  });

  it("takes two for a message about a principal that it knows", async () => {
    const one = await warm();
    const later = [denied(minute(20))];
    expect(await calls(one, () => one.deliver(later, minute(20)))).to.deep.equal(["write", "write"]);
    expect(one.posts).to.have.length(2);
  });

  it("takes none for what it has seen, whichever delivery brings it", async () => {
    const one = await warm();
    const again = [denied(minute(1))];
    await one.deliver(again, minute(1));
    expect(await calls(one, () => one.deliver(again, minute(1)))).to.deep.equal([]);
    expect(await calls(one, () => one.deliver(again, minute(2), "another stream"))).to.deep.equal([]);
  });

  it("takes none for a delivery without denials", async () => {
    const one = await warm();
    expect(await calls(one, () => one.deliver([], minute(1)))).to.deep.equal([]);
  });

  it("takes three for what mutes take: two looks at what was muted lately, one transaction", async () => {
    const one = await warm();
    const muted = many(3, () => denied(minute(1), { userIdentity: user("scanner") }));
    expect(await calls(one, () => one.deliver(muted, minute(1)))).to.deep.equal(["readAll", "readAll", "write"]);
  });

  it("takes one for a tick with nothing to do", async () => {
    const one = await warm();
    await one.deliver([denied(minute(1))], minute(1));
    expect(await calls(one, () => one.tick(minute(2)))).to.deep.equal(["query"]);
  });

  it("takes three for a tick that posts: what is due, whether it is as believed, and what was told", async () => {
    const one = await warm();
    await one.deliver([denied(minute(1))], minute(1));
    expect(await calls(one, () => one.tick(minute(15)))).to.deep.equal(["query", "write", "write"]);
    expect(one.posts).to.have.length(2);
  });

  it("takes two for a tick that may not post, and lets wait what would be due before the next roll-up", async () => {
    const one = await warm();
    const crowd = many(25, (position) => denied(minute(1), { userIdentity: user(`user${position}`) }));
    for (const record of crowd) await one.deliver([record], minute(1));
    await one.tick(minute(2));
    expect(one.posts, "the budget, and a roll-up").to.have.length(21);
    const late = [3, 4, 5].map((at) => [denied(minute(at), { userIdentity: user(`late${at}`) })] as const);
    for (const [position, records] of late.entries()) await one.deliver(records, minute(position + 3));
    await one.deliver([denied(minute(5))], minute(5));
    await one.deliver([denied(minute(5.5), { eventName: "CreateTable" })], minute(5.5));
    expect(await calls(one, () => one.tick(minute(7)))).to.deep.equal(["query", "write"]);
    expect((await one.tick(minute(8))).nothingDueBefore).to.equal(new Date(minute(12)).toISOString());
    expect(one.posts).to.have.length(21);
  });

  it("reads what mutes took once, and not again before a digest may be due", async () => {
    const one = container(new Map(), [scans]);
    await one.deliver([denied(minute(0), { userIdentity: user("scanner") })], minute(0));
    expect(await calls(one, () => one.tick(minute(1)))).to.deep.equal(["query", "readAll"]);
    for (const hours of [1, 10, 19.9]) {
      expect(await calls(one, () => one.tick(minute(hours * 60)))).to.deep.equal(["query"]);
    }
    await one.tick(minute(20 * 60));
    expect(one.posts).to.deep.equal(["Daily digest: muted denials since 2026-10-01: 0 incidents, 1 muted event"]);
  });

  it("sends the digest of what another container has counted after it has looked", async () => {
    const items = new Map();
    const [one, other] = [container(items, [scans]), container(items, [scans])];
    await one.tick(minute(0));
    await other.deliver([denied(minute(5), { userIdentity: user("scanner") })], minute(5));
    await one.tick(minute(20 * 60));
    expect(one.posts).to.have.length(1);
  });

  describe("says when something of a delivery is due", () => {
    it("never, where all of it was told of", async () => {
      expect(await container().deliver([denied(minute(0))], minute(0))).to.deep.equal({ nothingDueBefore: null });
    });

    it("at the end of the window, where it was gathered", async () => {
      const one = await warm();
      expect(await one.deliver([denied(minute(3))], minute(3))).to.deep.equal({
        nothingDueBefore: new Date(minute(15)).toISOString(),
      });
    });

    it("in a minute, where a second cause waits for a third", async () => {
      const one = await warm();
      expect(await one.deliver([denied(minute(3), { eventName: "CreateTable" })], minute(3))).to.deep.equal({
        nothingDueBefore: new Date(minute(4)).toISOString(),
      });
    });
  });
});
