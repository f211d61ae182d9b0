import { expect } from "chai";

import { mostOfOneKind } from "../../../core/actions/sight";
import type { StageOptions } from "./world";
import { minuteMs, NOW, stage } from "./world";

const later = (looks: number) => NOW + looks * 2 * minuteMs;

/** A stage whose region was seen and closed, and whose channel fails as often as it is told to. */
async function closed(options: StageOptions) {
  const setting = stage(options);
  await setting.sweep();
  const { channel } = setting.responding;
  const post = channel.post.bind(channel);
  const slack = { failures: 0 };
  channel.post = async (message, nowMs) => {
    if (slack.failures === 0) return post(message, nowMs);
    slack.failures -= 1;
    throw new Error("Slack answered 503");
  };
  /** How many messages a look leads to, and whether it fails. */
  const look = async (number: number) => {
    const before = setting.posts.length;
    const failed = await setting.sweep(later(number)).then(
      () => false,
      () => true,
    );
    return { failed, posts: setting.posts.length - before };
  };
  return { ...setting, slack, look };
}

const told = { failed: false, posts: 1 };
const quiet = { failed: false, posts: 0 };
const untold = { failed: true, posts: 0 };

describe("a new open rule that a look could not tell of", () => {
  for (const mode of ["notify", "approve", "enforce"] as const) {
    it(`is told by the next one, once, in \`${mode}\``, async () => {
      const { put, slack, look, revoked, tableCalls } = await closed({ mode });
      put({ id: "sgr-1" });
      slack.failures = 1;
      expect(await look(1)).to.deep.equal(untold);
      expect(await look(2)).to.deep.equal(told);
      for (let number = 3; number < 20; number += 1) expect(await look(number), String(number)).to.deep.equal(quiet);
      expect(revoked()).to.deep.equal(mode === "enforce" ? ["sgr-1"] : []);
      if (mode !== "notify") return;
      tableCalls.length = 0;
      await look(20);
      expect(tableCalls).to.deep.equal([]);
    });

    it(`is told when Slack is back, hours later, in \`${mode}\``, async () => {
      const { put, slack, look } = await closed({ mode });
      put({ id: "sgr-1" });
      slack.failures = 100;
      for (let number = 1; number <= 100; number += 1) expect(await look(number)).to.deep.equal(untold);
      expect(await look(101)).to.deep.equal(told);
      expect(await look(102)).to.deep.equal(quiet);
    });

    it(`is told though somebody has closed it since, in \`${mode}\``, async () => {
      const { put, slack, look, world } = await closed({ mode });
      put({ id: "sgr-1" });
      slack.failures = 1;
      expect(await look(1)).to.deep.equal(untold);
      world.rules.delete("sgr-1");
      expect(await look(2)).to.deep.equal(told);
      expect(await look(3)).to.deep.equal(quiet);
    });
  }

  it("is told by another container, too", async () => {
    const { put, slack, look, looking } = await closed({ mode: "enforce" });
    put({ id: "sgr-1" });
    slack.failures = 1;
    expect(await look(1)).to.deep.equal(untold);
    looking.memory.seenRegion = () => undefined;
    expect(await look(2)).to.deep.equal(told);
  });

  it("keeps back none of the others, and none is told twice", async () => {
    const { put, slack, look, posts, revoked } = await closed({ mode: "enforce" });
    for (const number of [1, 2, 3]) put({ id: `sgr-${number}`, groupId: `sg-${number}` });
    slack.failures = 1;
    expect(await look(1)).to.deep.equal({ failed: true, posts: 2 });
    expect(await look(2)).to.deep.equal(told);
    expect(await look(3)).to.deep.equal(quiet);
    expect([posts.length, revoked().length]).to.deep.equal([3, 3]);
  });

  it("is told also where there were too many for one message each", async () => {
    const { put, slack, look, posts } = await closed({ mode: "notify" });
    for (let number = 0; number < 12; number += 1) put({ id: `sgr-${number}`, groupId: `sg-${number}` });
    slack.failures = 11;
    expect(await look(1)).to.deep.equal(untold);
    expect((await look(2)).posts).to.equal(12);
    expect(await look(3)).to.deep.equal(quiet);
    expect(new Set(posts.map((text) => /sg-\d+/.exec(text)?.[0])).size).to.equal(12);
  });

  it("is told once where a change of its group could not tell of it, either", async () => {
    const { put, slack, look, respond, posts } = await closed({ mode: "notify" });
    put({ id: "sgr-1" });
    slack.failures = 1;
    const failure: unknown = await respond("sgr-1").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(await look(1)).to.deep.equal(told);
    await respond("sgr-1", {}, later(2));
    expect(posts).to.have.length(1);
  });
});

describe("a rule that is widened again within the hour", () => {
  const change = (number: number) => ({ occasion: `change ${number}`, eventIds: [`change ${number}`] });

  it("is told again, and once where it is the same", async () => {
    const { put, respond, posts } = stage({ mode: "notify" });
    put({ id: "sgr-1", fromPort: 22, toPort: 22 });
    await respond("sgr-1", change(1), NOW);
    put({ id: "sgr-1", fromPort: 3389, toPort: 3389 });
    await respond("sgr-1", change(2), NOW + 10 * minuteMs);
    expect(posts).to.have.length(2);
    expect(posts[1]).to.include("3389");
    await respond("sgr-1", change(3), NOW + 11 * minuteMs);
    expect(posts).to.have.length(2);
  });

  it("is told a handful of times at most", async () => {
    const { put, respond, posts, decisions } = stage({ mode: "notify" });
    for (let port = 1; port <= 30; port += 1) {
      put({ id: "sgr-1", fromPort: port, toPort: port });
      await respond("sgr-1", change(port), NOW + port * minuteMs);
    }
    expect(posts).to.have.length(mostOfOneKind);
    expect(decisions()).to.have.length(30);
  });

  it("stays quiet in the looks that follow", async () => {
    const { put, respond, sweep, posts } = stage({ mode: "notify" });
    await sweep();
    put({ id: "sgr-1" });
    await respond("sgr-1", change(1), later(1));
    for (const number of [2, 3, 4]) await sweep(later(number));
    expect(posts).to.have.length(1);
  });
});
