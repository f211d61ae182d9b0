import { expect } from "chai";
import * as fc from "fast-check";

import { forget, learn, newProfile } from "../../../core/profiles/learn";
import { mostValues } from "../../../core/profiles/profile";
import { score } from "../../../core/profiles/score";
import { storedProfile } from "../../../core/profiles/stored-form";
import { dayMs, defaults, hourMs, startMs, strange, usual, usualProfile } from "./sample-request";

describe("a profile", () => {
  it("learns what it did not know, then that it was seen on another day, then nothing", () => {
    const profile = usualProfile();
    expect(learn(profile, usual(startMs + hourMs))).to.equal("nothing");
    expect(learn(profile, usual(startMs + hourMs, strange.event))).to.equal("values");
    expect(learn(profile, usual(startMs + dayMs))).to.equal("days");
    expect(learn(profile, usual(startMs + dayMs + hourMs))).to.equal("nothing");
    expect(learn(profile, usual(startMs + dayMs + hourMs, strange.event))).to.equal("days");
  });

  it("is the same in whatever order it learns", () => {
    const requests = [
      usual(startMs),
      usual(startMs + 3 * hourMs, strange.ip),
      usual(startMs + 5 * dayMs, strange.agent),
      usual(startMs + 2 * dayMs, { ...strange.region, ...strange.ip }),
      usual(startMs + 9 * dayMs, strange.event),
    ];
    const learnt = (order: readonly (typeof requests)[number][]) => {
      const [first = usual(), ...rest] = order;
      const profile = newProfile(first);
      for (const request of rest) learn(profile, request);
      return storedProfile(profile);
    };
    const expected = learnt(requests);
    fc.assert(
      fc.property(fc.shuffledSubarray(requests, { minLength: requests.length }), (order) => {
        expect(learnt(order)).to.deep.equal(expected);
      }),
    );
  });

  it("is the same after learning the same again", () => {
    const profile = usualProfile();
    learn(profile, usual(startMs + dayMs, strange.ip));
    const before = JSON.stringify(storedProfile(profile));
    learn(profile, usual(startMs + dayMs, strange.ip));
    learn(profile, usual(startMs));
    expect(JSON.stringify(storedProfile(profile))).to.equal(before);
  });

  it("holds so many values of a kind; more push nothing out and stay unknown", () => {
    const profile = usualProfile();
    const from = (index: number) =>
      usual(startMs + index, { sourceIPAddress: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` });
    for (let index = 0; index < 10_000; index += 1) learn(profile, from(index));
    expect(profile.values.ip.size).to.equal(mostValues.ip);
    expect(score(profile, usual(startMs + hourMs), defaults).matched.ip).to.equal(true);
    const late = score(profile, from(9_999), defaults);
    expect(late.matched.ip).to.equal(false);
    expect(late.reasons).to.deep.equal(["address not known, and the profile is full"]);
    expect(learn(profile, from(9_999))).to.equal("nothing");
  });

  it("forgets what was not seen for 90 days before the key's newest request, and makes room by it", () => {
    const profile = usualProfile();
    for (let day = 1; day <= 95; day += 1) learn(profile, usual(startMs + day * dayMs, strange.ip));
    expect(profile.values.ip.has("203.0.113.7")).to.equal(true);
    expect(forget(profile, defaults)).to.equal(1);
    expect([...profile.values.ip.keys()]).to.deep.equal(["198.51.100.66"]);
    expect([...profile.values.agent.keys()]).to.deep.equal(["aws-cli/2.15.0"]);
    expect(profile.days.size).to.equal(91);
    expect(forget(profile, defaults)).to.equal(0);
  });

  it("remembers what is seen again before the 90 days are over", () => {
    const profile = usualProfile();
    for (const day of [60, 120, 180, 240]) {
      const atMs = startMs + day * dayMs;
      expect(score(profile, usual(atMs), defaults).score, `day ${day}`).to.equal(100);
      learn(profile, usual(atMs));
      forget(profile, defaults);
    }
  });

  it("is quick to learn what it knows", () => {
    const profile = usualProfile();
    const request = usual(startMs + hourMs);
    const started = process.hrtime.bigint();
    let changed = 0;
    for (let count = 0; count < 200_000; count += 1) if (learn(profile, request) !== "nothing") changed += 1;
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    expect(changed).to.equal(0);
    expect(milliseconds).to.be.lessThan(10_000);
  });
});
