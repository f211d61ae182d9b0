import { expect } from "chai";

import { observeCalls } from "../../../core/profiles/observe-calls";
import type { ProfiledRequest } from "../../../core/profiles/request";
import { dayMs, defaults, hourMs, matching, startMs, strange, usual, usualProfile } from "./sample-request";

const calls = (...requests: readonly ProfiledRequest[]) => requests.map((request) => ({ request, call: request.atMs }));
const learntMs = startMs + 2 * dayMs;

describe("the requests of one key in one delivery", () => {
  it("are observed in the order of their times", () => {
    const outcome = observeCalls(
      { profile: undefined },
      calls(matching([], startMs + 2 * dayMs), usual(startMs)),
      defaults,
    );
    expect(outcome?.begun).to.deep.equal({ kind: "new", call: calls(usual(startMs))[0] });
    expect(outcome?.unusual.map(({ call, score }) => [call, score.score])).to.deep.equal([[startMs + 2 * dayMs, 0]]);
  });

  it("are due to be written for something new and for a new day, and for nothing else", () => {
    const isDue = (...requests: readonly ProfiledRequest[]) =>
      observeCalls({ profile: usualProfile() }, calls(...requests), defaults)?.isDue;
    expect(isDue(usual(startMs + hourMs))).to.equal(false);
    expect(isDue(usual(startMs + hourMs, strange.event))).to.equal(true);
    expect(isDue(usual(startMs + dayMs))).to.equal(true);
    expect(isDue(matching([], learntMs))).to.equal(false);
  });

  it("get a verdict where something else speaks against them, and are never learnt from", () => {
    const heldBack = (profile: ReturnType<typeof usualProfile> | undefined, atMs: number) =>
      observeCalls(
        { profile },
        calls(matching([], atMs)).map((one) => ({ ...one, isHeldBack: true })),
        defaults,
      );
    const learning = heldBack(usualProfile(), startMs + hourMs);
    expect(learning?.unusual).to.deep.equal([]);
    expect(learning?.profile.values.ip.size).to.equal(1);
    expect(heldBack(usualProfile(), learntMs)?.unusual.map(({ score }) => score.score)).to.deep.equal([0]);
    expect(heldBack(undefined, startMs)).to.equal(undefined);
  });
});
