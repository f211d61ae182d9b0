import { expect } from "chai";

import { seededRandom } from "../../local/bundled-day/random";
import { mutant, wordedOtherwise } from "./mutate";

const seed = { name: "alice", count: 3, list: [{ inner: true }], body: '{"key":"value","text":"some words"}' };

const mutants = (number: number) => {
  const random = seededRandom(number);
  return Array.from({ length: 300 }, () => mutant(seed, random));
};

describe("mutants", () => {
  it("are the same for the same seed of numbers, and others for another", () => {
    expect(JSON.stringify(mutants(1))).to.equal(JSON.stringify(mutants(1)));
    expect(JSON.stringify(mutants(1))).not.to.equal(JSON.stringify(mutants(2)));
  });

  it("leave what they are made of as it is, and are seldom the same", () => {
    const before = JSON.stringify(seed);
    const same = mutants(3).filter((one) => JSON.stringify(one) === before);
    expect(JSON.stringify(seed)).to.equal(before);
    expect(same.length).to.be.below(30);
  });

  it("are changed within the JSON of a text, too, which mostly stays JSON", () => {
    const bodies = mutants(4).flatMap((one) => {
      const { body } = (one ?? {}) as { body?: unknown };
      return typeof body === "string" && body.startsWith("{") && body !== seed.body ? [body] : [];
    });
    const parsed = bodies.filter((body) => {
      try {
        return typeof JSON.parse(body) === "object";
      } catch {
        return false;
      }
    });
    expect(bodies.length).to.be.greaterThan(20);
    expect(parsed.length).to.be.greaterThan(bodies.length / 2);
  });

  it("never hold the words by which a text shows that a value is missing", () => {
    const said = mutants(5).map((one) => JSON.stringify(one));
    for (const text of said) expect(text).not.to.match(/undefined|NaN|\[object/);
  });

  it("keep their structure where only words are changed", () => {
    const random = seededRandom(6);
    for (let times = 0; times < 100; times += 1) {
      const other = wordedOtherwise(seed, ["name"], random);
      expect(other).to.deep.equal({ ...seed, name: other.name });
      expect(other.name).to.be.a("string");
    }
  });
});
