import { expect } from "chai";
import * as fc from "fast-check";

import type { AttributeKind, KeyProfile } from "../../../core/profiles/profile";
import { attributeKinds } from "../../../core/profiles/profile";
import { observe } from "../../../core/profiles/observe";
import { stateOf } from "../../../core/profiles/states";
import { storedProfile } from "../../../core/profiles/stored-form";
import type { ProfiledRequest } from "../../../core/profiles/request";
import { dayMs, defaults, hourMs, matching, startMs, strange, usual, usualProfile } from "./sample-request";

const minuteMs = 60_000;

function playedOnto(profile: KeyProfile | undefined, requests: readonly ProfiledRequest[], settings = defaults) {
  let current = profile;
  const observations = requests.map((request) => {
    const observation = observe(current, request, settings);
    current = observation.profile;
    return observation;
  });
  if (current === undefined) throw new Error("nothing was played");
  return { profile: current, observations };
}

describe("a key's profile over time", () => {
  it("is new with the first request, learns for a day and then gives verdicts", () => {
    const states = [0, 1, 23 * 60 + 59, 24 * 60, 89 * 24 * 60].map((minutes) => usual(startMs + minutes * minuteMs));
    expect(playedOnto(undefined, states).observations.map(({ state }) => state)).to.deep.equal([
      "new",
      "learning",
      "learning",
      "active",
      "active",
    ]);
  });

  it("gives no verdict while it learns, and takes in whatever it sees", () => {
    const { profile, observations } = playedOnto(undefined, [usual(), matching([], startMs + hourMs)]);
    expect(observations.map(({ score }) => score)).to.deep.equal([undefined, undefined]);
    expect(profile.values.ip.size).to.equal(2);
  });

  it("counts a request from before the first one as seen in the learning time", () => {
    expect(stateOf(usualProfile(), startMs - dayMs, defaults)).to.equal("learning");
  });

  it("without a learning time has a verdict on the second request", () => {
    const { observations } = playedOnto(undefined, [usual(), usual(startMs + 1, strange.ip)], {
      ...defaults,
      learnForMs: 0,
    });
    expect(observations.map(({ state, score }) => [state, score?.suspicious])).to.deep.equal([
      ["new", undefined],
      ["active", true],
    ]);
  });

  it("learns from what is not suspicious, so that an update of the agent is known from then on", () => {
    const { profile, observations } = playedOnto(usualProfile(), [
      usual(startMs + 2 * dayMs, strange.agent),
      usual(startMs + 2 * dayMs + 1, strange.agent),
    ]);
    expect(observations.map(({ score }) => score?.score)).to.deep.equal([75, 100]);
    expect(profile.values.agent.size).to.equal(2);
  });

  it("is stale when the key was not seen for 90 days, tells how the request fits what was known, and learns anew", () => {
    const back = startMs + 90 * dayMs;
    const [before, after] = [
      observe(usualProfile(), usual(back - 1), defaults),
      observe(usualProfile(), usual(back, strange.ip), defaults),
    ];
    expect(before.state).to.equal("active");
    expect(after.state).to.equal("stale");
    expect(after.score?.score).to.equal(60);
    expect(after.profile.firstSeenMs).to.equal(back);
    expect([...after.profile.values.ip.keys()]).to.deep.equal(["198.51.100.66"]);
    expect(observe(after.profile, usual(back + hourMs), defaults).state).to.equal("learning");
  });

  it("is not kept from being stale by requests that are suspicious", () => {
    const attack = Array.from({ length: 90 }, (_, day) => matching([], startMs + (day + 1) * dayMs));
    const states = playedOnto(usualProfile(), attack).observations.map(({ state }) => state);
    expect(states).to.deep.equal([...Array<string>(89).fill("active"), "stale"]);
  });

  it("never takes in what is suspicious, whenever and however often it is played between what is usual", () => {
    const suspicious: readonly (readonly AttributeKind[])[] = [
      [],
      ["event"],
      ["region"],
      ["agent"],
      ["ip"],
      ["agent", "region", "event"],
      ["ip", "region"],
      ["ip", "agent"],
    ];
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 30 * dayMs }),
      attack: fc.option(fc.constantFrom(...suspicious)),
      attacker: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let atMs = startMs + dayMs;
        const usualOnly: ProfiledRequest[] = [];
        const mixed: ProfiledRequest[] = [];
        for (const { afterMs, attack, attacker } of steps) {
          atMs += afterMs;
          const request = attack === null ? usual(atMs) : fromAttacker(matching(attack, atMs), attack, attacker);
          mixed.push(request);
          if (attack === null) usualOnly.push(request);
        }
        // Always one usual request at the end, so that both have seen something and forget up to the same time.
        for (const requests of [usualOnly, mixed]) requests.push(usual(atMs + 1));
        const clean = playedOnto(usualProfile(), usualOnly);
        fc.pre(clean.observations.every(({ state }) => state !== "stale"));
        const attacked = playedOnto(usualProfile(), mixed);
        expect(storedProfile(attacked.profile)).to.deep.equal(storedProfile(clean.profile));
        const verdicts = attacked.observations.filter(({ score }) => score?.suspicious === true);
        expect(verdicts).to.have.length(mixed.length - usualOnly.length);
      }),
    );
  });
});

/** The same request by one of ten attackers: what is not usual in it is this one's own. */
function fromAttacker(request: ProfiledRequest, known: readonly AttributeKind[], attacker: number): ProfiledRequest {
  const values = Object.fromEntries(
    attributeKinds.map((kind) => [kind, known.includes(kind) ? request.values[kind] : `${kind} of ${attacker}`]),
  ) as Record<AttributeKind, string>;
  return { ...request, values };
}
