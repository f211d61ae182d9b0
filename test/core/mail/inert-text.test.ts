import { expect } from "chai";
import * as fc from "fast-check";

import { inertText } from "../../../core/mail/inert-text";
import { hostileText } from "../slack/hostile-text";

/** What Gmail, Outlook and Apple Mail make links of: addresses with a scheme, hosts with a name at the end, mail addresses. */
const linkable = /:\/\/|[\p{L}\p{N}]\.\p{L}{2}/u;

describe("text of anybody's in a mail", () => {
  it("stays as it is where it is harmless", () => {
    for (const text of [
      "user alice",
      "203.0.113.7",
      "2001:db8::1",
      "iam:PutUserPolicy",
      "aws-cli/2.15.0",
      "Zoë, 漢字",
    ]) {
      expect(inertText(text, 100)).to.equal(text);
    }
  });

  it("is no link", () => {
    expect(inertText("https://evil.example/login", 100)).to.equal("https[:]//evil[.]example/login");
    expect(inertText("evil.example", 100)).to.equal("evil[.]example");
    expect(inertText("bob@evil.co.uk", 100)).to.equal("bob@evil[.]co[.]uk");
    expect(inertText("xn--e1afmkfd.xn--p1ai", 100)).to.equal("xn--e1afmkfd[.]xn--p1ai");
  });

  it("is one line in which nothing is hidden", () => {
    expect(inertText("a\r\nSubject: b\u202eevil", 100)).to.equal("a↵Subject: b[U+202E]evil");
    expect(inertText("\u001b[2J", 100)).to.equal("[U+001B][2J");
    expect(inertText("", 100)).to.equal("(empty)");
  });

  it("shows of a key id the last four characters", () => {
    expect(inertText("key AKIAIOSFODNN7EXAMPLE", 100)).to.equal("key …MPLE");
  });

  it("is cut to length, and says so", () => {
    expect(inertText("a".repeat(50), 10)).to.equal("aaaaaaa...");
    expect(inertText("😀".repeat(50), 10)).to.equal(`${"😀".repeat(7)}...`);
  });

  it("is inert whatever it is", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 200 }), (text, most) => {
        const inert = inertText(text, most);
        expect([...inert].length).to.be.at.most(Math.max(most, "(empty)".length));
        expect(inert).to.not.match(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(inert).to.not.match(linkable);
      }),
      { numRuns: 1_000 },
    );
  });
});
