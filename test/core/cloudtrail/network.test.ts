import { expect } from "chai";
import * as fc from "fast-check";
import * as net from "node:net";
import { isInNetwork, parseAddress, plainAddress } from "../../../core/cloudtrail/network";

function isIn(address: string, network: string): boolean {
  const groups = parseAddress(address);
  if (groups === undefined) throw new Error(`${address} is no address`);
  return isInNetwork(groups, network);
}

describe("parseAddress", () => {
  it("reads addresses into 16-bit groups", () => {
    expect(parseAddress("203.0.113.7")).to.deep.equal([0xcb00, 0x7107]);
    expect(parseAddress("2001:db8::1")).to.deep.equal([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]);
    expect(parseAddress("::")).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(parseAddress("64:ff9b::203.0.113.7")).to.deep.equal([0x64, 0xff9b, 0, 0, 0, 0, 0xcb00, 0x7107]);
    expect(parseAddress("1:2:3:4:5:6:7:8")).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("reads nothing from any other text", () => {
    for (const text of ["", "name", "1.2.3", "1.2.3.4/8", "1::2::3"]) expect(parseAddress(text)).to.equal(undefined);
    expect(plainAddress("name")).to.equal(undefined);
  });

  it("always finds two or eight groups in an address", () => {
    fc.assert(fc.property(fc.ipV4(), (text) => void expect(parseAddress(text)).to.have.length(2)));
    fc.assert(fc.property(fc.ipV6(), (text) => void expect(parseAddress(text)?.length).to.be.oneOf([2, 8])));
  });
});

describe("isInNetwork", () => {
  it("agrees with the block list of Node", () => {
    const prefixed = fc.tuple(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(prefixed, ([address, base, prefixLength]) => {
        const blockList = new net.BlockList();
        blockList.addSubnet(base, prefixLength, "ipv4");
        expect(isIn(address, `${base}/${prefixLength}`)).to.equal(blockList.check(address, "ipv4"));
        expect(isIn(base, `${base}/${prefixLength}`)).to.equal(true);
      }),
    );
  });

  it("compares IPv6 up to any prefix, and single addresses whole", () => {
    expect(isIn("2001:db8:1::5", "2001:db8::/32")).to.equal(true);
    expect(isIn("2001:db9::", "2001:db8::/32")).to.equal(false);
    expect(isIn("2001:db8::8000", "2001:db8::/113")).to.equal(false);
    expect(isIn("2001:db8::", "::/0")).to.equal(true);
    expect(isIn("203.0.113.7", "203.0.113.7")).to.equal(true);
    expect(isIn("203.0.113.7", "203.0.113.8")).to.equal(false);
  });

  it("finds no address in a block of the other version or in what is no block", () => {
    for (const network of ["::/0", "203.0.113.0/33", "203.0.113.0/", "203.0.113.0/x", "203.0.113.0/24/1", "name", ""]) {
      expect(isIn("203.0.113.7", network), network).to.equal(false);
    }
  });
});
