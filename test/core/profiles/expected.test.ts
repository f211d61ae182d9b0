import { expect } from "chai";

import { expectedUse, learnExpected } from "../../../core/profiles/expected";
import { learn } from "../../../core/profiles/learn";
import { mostValues } from "../../../core/profiles/profile";
import { score } from "../../../core/profiles/score";
import { takeOverDays } from "../../../core/profiles/refresh";
import { dayMs, defaults, startMs, strange, usual, usualProfile } from "./sample-request";

const question = (key: object) => ({ key, occasion: "event-1" });

describe("what a person has called expected", () => {
  const use = expectedUse(
    question({ address: "2001:DB8:0:0::1", userAgent: "curl/8", region: "us-east-1", event: "s3:GetObject" }),
    startMs + dayMs,
  );

  it("is read from the question, in the form that profiles have", () => {
    expect(use).to.deep.equal({
      atMs: startMs + dayMs,
      values: { ip: "2001:db8::1", agent: "curl/8", region: "us-east-1", event: "s3:GetObject" },
    });
  });

  for (const request of [undefined, null, "text", {}, { key: null }, question({ address: {}, event: [] })]) {
    it(`is nothing where the question is ${JSON.stringify(request)}`, () => {
      const { values } = expectedUse(request, startMs);
      expect(Object.values(values).filter((value) => value !== undefined)).to.deep.equal([]);
      expect(learnExpected(usualProfile(), { atMs: startMs, values }, startMs, defaults)).to.equal(false);
    });
  }

  it("enters the profile, once", () => {
    const profile = usualProfile();
    expect(learnExpected(profile, use, startMs + dayMs, defaults)).to.equal(true);
    const changes = { sourceIPAddress: "2001:db8::1", userAgent: "curl/8" };
    const request = usual(startMs + 2 * dayMs, {
      ...changes,
      awsRegion: "us-east-1",
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
    });
    expect(score(profile, request, defaults).score).to.equal(100);
    expect(learnExpected(profile, use, startMs + dayMs, defaults)).to.equal(false);
  });

  it("is forgotten with time, as all else", () => {
    expect(learnExpected(usualProfile(), use, startMs + 93 * dayMs, defaults)).to.equal(false);
  });

  it("takes the place of what was not seen for the longest time in a profile that is full", () => {
    const profile = usualProfile();
    for (let day = 1; day < mostValues.ip; day += 1) {
      learn(
        profile,
        usual(startMs + Math.floor(day / 10) * dayMs, { sourceIPAddress: `10.0.${day >> 8}.${day & 255}` }),
      );
    }
    expect(profile.values.ip.size).to.equal(mostValues.ip);
    expect(learnExpected(profile, use, startMs + dayMs, defaults)).to.equal(true);
    expect(profile.values.ip.size).to.equal(mostValues.ip);
    expect(profile.values.ip.has("203.0.113.7")).to.equal(false);
    expect(profile.values.ip.has("2001:db8::1")).to.equal(true);
  });
});

describe("two copies of a profile", () => {
  it("share on which days they have seen what both know, and nothing that one of them does not know", () => {
    const [kept, other] = [usualProfile(), usualProfile()];
    learn(other, usual(startMs + dayMs));
    learn(other, usual(startMs + dayMs, strange.ip));
    takeOverDays(kept, other);
    expect(kept.values.agent.get("aws-cli/2.15.0")?.last).to.equal(Math.floor((startMs + dayMs) / dayMs));
    expect([...kept.values.ip.keys()]).to.deep.equal(["203.0.113.7"]);
  });
});
