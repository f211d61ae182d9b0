import { expect } from "chai";

import { partsKnownToReader } from "../own-resources-of";
import { declaredStacks, stackNames } from "./stacks";

describe("all that a stack declares under a name that Pulumi makes", () => {
  const { stacks } = declaredStacks();

  for (const name of stackNames) {
    it(`is known to who reads denied calls as its own, of the stack "${name}"`, () => {
      const { known, unknown } = partsKnownToReader(stacks[name]);
      expect(unknown).to.deep.equal([]);
      expect(known).to.have.length.above(20);
    });
  }
});
