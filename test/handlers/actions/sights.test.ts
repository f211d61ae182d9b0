import { expect } from "chai";

import { mostOfOneKind, sightOf } from "../../../core/actions/sight";
import { minuteMs, NOW, request, stage } from "./stage";
import type { Stage, StageOptions } from "./stage";

/** A stage on which each event comes with what was seen, a minute after the one before. */
function sighted(options: StageOptions = { mode: "notify" }) {
  const play = stage(options);
  let count = 0;
  return {
    play,
    /** Posts that this sight led to. */
    async see(kind: string, what: string | undefined, atMs = NOW + count * minuteMs) {
      count += 1;
      const posts = play.posts.length;
      play.world.facts = { ...play.world.facts, sight: what === undefined ? undefined : sightOf(kind, what) };
      await play.respond(request({ eventId: `event-${count}`, seenAtMs: atMs - 1 }), atMs);
      return play.posts.length - posts;
    },
  };
}

const memoryOf = ({ table }: Stage) => table.value("SUBJECT#disable-key#AKIAEXAMPLEEXAMPLE42", "STATE") as object;

describe("what people hear of a subject within the hour", () => {
  it("is each thing that was seen, and none of them twice", async () => {
    const { see } = sighted();
    expect(await see("settings", "selectors")).to.equal(1);
    expect(await see("settings", "selectors")).to.equal(0);
    expect(await see("settings", "the whole trail")).to.equal(1);
    expect(await see("stopped", "at noon")).to.equal(1);
    expect(await see("stopped", "at noon")).to.equal(0);
  });

  it("is the same thing again once something else of its kind has come between", async () => {
    const { see } = sighted();
    expect(await see("settings", "less")).to.equal(1);
    expect(await see("settings", "more")).to.equal(1);
    expect(await see("settings", "less")).to.equal(1);
  });

  it("is not a state that was told of before something of another kind", async () => {
    const { see } = sighted();
    expect(await see("stopped", "at noon")).to.equal(1);
    expect(await see("settings", "less")).to.equal(1);
    expect(await see("stopped", "at noon")).to.equal(0);
  });

  it("is everything anew an hour later", async () => {
    const { see } = sighted();
    await see("stopped", "at noon", NOW);
    expect(await see("stopped", "at noon", NOW + 60 * minuteMs - 1)).to.equal(0);
    expect(await see("stopped", "at noon", NOW + 60 * minuteMs)).to.equal(1);
  });

  it("is no flood: a handful of one kind, the last of which says so, and the log has all of them", async () => {
    const { play, see } = sighted();
    const posts = [];
    for (let index = 0; index < 50; index += 1) posts.push(await see("settings", `change ${index}`));
    expect(posts.reduce((sum, one) => sum + one, 0)).to.equal(mostOfOneKind);
    expect(play.decisions()).to.have.length(50);
    expect(play.posts.filter((text) => text.includes("stands in the function's log alone"))).to.deep.equal([
      play.posts[mostOfOneKind - 1],
    ]);
  });

  it("is no flood where two changes, or two verdicts, take turns either", async () => {
    const { play, see } = sighted();
    for (let index = 0; index < 40; index += 1) {
      play.world.facts = index % 2 === 0 ? { doubt: "settings-changed" } : {};
      await see("settings", index % 4 < 2 ? "less" : "more");
    }
    expect(play.posts).to.have.length(2 * mostOfOneKind);
  });

  it("is what is worse all the same: a flood of one kind keeps nothing of another quiet", async () => {
    const { see } = sighted();
    for (let index = 0; index < 20; index += 1) await see("settings", `change ${index}`);
    expect(await see("stopped", "at noon")).to.equal(1);
  });

  it("is told once people can be told again, and then not again", async () => {
    const { play, see } = sighted();
    play.slackIsDown = true;
    const failure: unknown = await see("stopped", "at noon").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    play.slackIsDown = false;
    await play.respond(request({ eventId: "event-1", seenAtMs: NOW - 1 }), NOW + minuteMs);
    expect(play.posts).to.have.length(1);
    expect(await see("stopped", "at noon")).to.equal(0);
  });

  it("is one question at a time on one sight, and one more on another", async () => {
    const { play, see } = sighted({ mode: "approve" });
    expect(await see("stopped", "at noon")).to.equal(1);
    expect(await see("stopped", "at noon")).to.equal(0);
    expect(await see("stopped", "at one")).to.equal(1);
    expect(play.decisions()).to.deep.equal(["ask mode-approve", "ask mode-approve", "ask mode-approve"]);
  });
});

describe("a subject's memory from before sights were kept", () => {
  const asBefore = async () => {
    const setting = sighted();
    await setting.see("stopped", undefined, NOW);
    expect(memoryOf(setting.play)).not.to.have.property("tellings");
    return setting;
  };

  it("covers what was done before people were told", async () => {
    const { play, see } = await asBefore();
    play.world.facts = { sight: sightOf("stopped", "at noon") };
    await play.respond(request({ eventId: "earlier", seenAtMs: NOW - minuteMs }), NOW + minuteMs);
    expect(play.posts).to.have.length(1);
    expect(await see("stopped", undefined, NOW + 2 * minuteMs)).to.equal(0);
  });

  it("does not cover what was done since", async () => {
    const { see } = await asBefore();
    expect(await see("stopped", "at noon", NOW + minuteMs)).to.equal(1);
    expect(await see("stopped", "at noon", NOW + 2 * minuteMs)).to.equal(0);
  });
});
