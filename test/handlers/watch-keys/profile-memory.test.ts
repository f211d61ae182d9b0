import { expect } from "chai";

import { newProfile } from "../../../core/profiles/learn";
import { profileMemory } from "../../../handlers/watch-keys/profile-memory";
import { startMs, usual } from "../../core/profiles/sample-request";

const keyOf = (number: number) => `AKIAEXAMPLE${String(number).padStart(9, "0")}`;
const keptOf = (number: number) => ({
  profile: newProfile({ ...usual(startMs), accessKeyId: keyOf(number) }),
  version: 1,
});

describe("the profiles that a container remembers", () => {
  it("are those of the 2,000 keys that were seen last", () => {
    const memory = profileMemory();
    for (let number = 0; number < 2_000; number += 1) memory.put(keptOf(number));
    expect(memory.get(keyOf(0))?.version).to.equal(1);
    for (let number = 2_000; number < 2_010; number += 1) memory.put(keptOf(number));
    expect(memory.get(keyOf(0))?.version).to.equal(1);
    expect(Array.from({ length: 2_010 }, (_, number) => number).filter((number) => memory.get(keyOf(number))))
      .to.have.length(2_000)
      .and.not.include.members([1, 10]);
  });

  it("are gone once they are dropped", () => {
    const memory = profileMemory();
    memory.put(keptOf(1));
    memory.drop(keyOf(1));
    expect(memory.get(keyOf(1))).to.equal(undefined);
  });
});
