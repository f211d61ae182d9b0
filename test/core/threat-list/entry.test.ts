import { expect } from "chai";
import * as fc from "fast-check";

import { readEntry } from "../../../core/threat-list/entry";

const entryOf = (text: string) => (readEntry(text) as { entry?: string }).entry;
const whyOf = (text: string) => (readEntry(text) as { fault?: { why: string } }).fault?.why;

describe("an entry of a list for GuardDuty", () => {
  it("is an address or a network of either kind of IP, each in its one spelling", () => {
    for (const [text, entry] of [
      ["203.0.113.7", "203.0.113.7"],
      ["203.0.113.7/32", "203.0.113.7"],
      ["203.0.113.0/24", "203.0.113.0/24"],
      ["205.0.0.0/8", "205.0.0.0/8"],
      ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
      ["2001:db8::7/128", "2001:db8::7"],
      ["2001:0db8::/32", "2001:db8::/32"],
    ] as const) {
      expect(entryOf(text), text).to.equal(entry);
    }
  });

  it("is nobody's network but for those of examples, and holds none", () => {
    for (const [text, why] of [
      ["10.1.2.3", "in 10.0.0.0/8 (private)"],
      ["172.31.255.255", "in 172.16.0.0/12 (private)"],
      ["192.168.0.0/24", "in 192.168.0.0/16 (private)"],
      ["100.64.0.1", "in 100.64.0.0/10 (shared by carriers)"],
      ["127.0.0.1", "in 127.0.0.0/8 (loopback)"],
      ["169.254.169.254", "in 169.254.0.0/16 (link-local)"],
      ["224.0.0.1", "in 224.0.0.0/4 (multicast)"],
      ["255.255.255.255", "in 240.0.0.0/4 (reserved)"],
      ["8.0.0.0/5", "holds 10.0.0.0/8 (private)"],
      ["0.0.0.0/0", "holds 0.0.0.0/8 (this network)"],
      ["fe80::1", "not public (outside 2000::/3)"],
      ["fd00::/8", "not public (outside 2000::/3)"],
      ["::/0", "not public (outside 2000::/3)"],
      ["2000::/2", "not public (outside 2000::/3)"],
    ] as const) {
      expect(whyOf(text), text).to.equal(why);
    }
  });

  it("is no domain, no other spelling of an address and no network with bits beyond its prefix", () => {
    expect(whyOf("bad.example.com")).to.equal("a domain, which lists of this kind do not take");
    expect(whyOf("::ffff:203.0.113.7")).to.equal("an IPv4 address in IPv6's form");
    expect(readEntry("203.0.113.7/24")).to.deep.equal({
      fault: { why: "bits beyond the prefix are set", expected: "the network itself: 203.0.113.0/24" },
    });
    for (const text of ["", "here", "203.0.113", "203.0.113.07", "203.0.113.7/33", "203.0.113.7/", "203.0.113.7/08"]) {
      expect(whyOf(text), text).to.equal("");
    }
    for (const text of ["2001:db8::/129", "2001:db8::7%eth0", "203.0.113.0/24/8", "203.0.113.7 203.0.113.8"]) {
      expect(whyOf(text), text).to.equal("");
    }
  });

  it("reads as itself again, whatever it was written as, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.domain(), fc.string()), (text) => {
        const entry = entryOf(text);
        if (entry !== undefined) expect(entryOf(entry)).to.equal(entry);
      }),
    );
  });
});
