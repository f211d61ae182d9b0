import { expect } from "chai";
import * as fc from "fast-check";

import { holdWorld, networkBits, worldParts } from "../../../core/ingress/world";

/** Cuts the world into blocks, some of them cut again and again. */
const cutWorld: fc.Arbitrary<readonly string[]> = fc.array(fc.nat(1_000), { maxLength: 12 }).map((picks) =>
  picks.reduce<string[]>(
    (blocks, pick) => {
      const at = pick % blocks.length;
      const block = blocks[at] ?? "";
      return block.length >= 14 ? blocks : [...blocks.slice(0, at), ...blocks.slice(at + 1), `${block}0`, `${block}1`];
    },
    [""],
  ),
);

const block = fc.array(fc.constantFrom("0", "1"), { minLength: 1, maxLength: 24 }).map((bits) => bits.join(""));

/** Some public address: of 8.0.0.0/8. */
const isLetIn = (address: string, blocks: readonly string[]) => blocks.some((one) => address.startsWith(one));

describe("blocks that hold the world", () => {
  it("are all parts of it together, however it is cut", () => {
    fc.assert(fc.property(cutWorld, (blocks) => holdWorld("ipv4", blocks)));
  });
  it("are not all parts but one, where that one holds public addresses", () => {
    fc.assert(
      fc.property(cutWorld, fc.nat(), (blocks, pick) => {
        const left = blocks[pick % blocks.length] ?? "";
        const rest = blocks.filter((one) => one !== left);
        // 8.8.8.8 is a public address, and so is whatever block holds it.
        fc.pre("00001000000010000000100000001000".startsWith(left));
        return !holdWorld("ipv4", rest);
      }),
      { numRuns: 40 },
    );
  });
  it("hold no more without their parts, whatever else is among them", () => {
    fc.assert(
      fc.property(cutWorld, fc.array(block, { maxLength: 10 }), (parts, others) => {
        const blocks = [...others, ...parts];
        const found = worldParts("ipv4", blocks);
        const rest = blocks.filter((_, position) => !found.includes(position));
        expect(found).to.have.length.above(0);
        expect(holdWorld("ipv4", rest)).to.equal(false);
        for (const position of found) expect(blocks[position]?.length).to.be.at.most(16);
      }),
    );
  });
  it("are none where some public address is left out", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), (blocks) => {
        const address = "00001000000010000000100000001000";
        fc.pre(!isLetIn(address, blocks));
        return worldParts("ipv4", blocks).length === 0;
      }),
    );
  });
});

describe("the bits of a network", () => {
  it("drop what lies beyond the prefix", () => {
    expect(networkBits("ipv4", "208.236.235.254/0")).to.equal("");
    expect(networkBits("ipv4", "192.0.2.1/9")).to.equal("110000000");
    expect(networkBits("ipv6", "2000::/3")).to.equal("001");
    expect(networkBits("ipv6", "::ffff:192.0.2.1/97")).to.have.length(97);
  });
  it("are not told of what is no network of that kind", () => {
    for (const text of ["", "0.0.0.0", "0.0.0.0/33", "0.0.0.0/x", "::/0", "0.0.0.0/0/0", "0.0.0/0"])
      expect(networkBits("ipv4", text), text).to.equal(undefined);
    for (const text of ["::/129", "0.0.0.0/0", "::"]) expect(networkBits("ipv6", text), text).to.equal(undefined);
  });
});
