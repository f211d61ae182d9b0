import { expect } from "chai";
import * as fc from "fast-check";

import { mailSubject } from "../../../core/mail/subject";
import { hostileText } from "../slack/hostile-text";

describe("the subject of a mail", () => {
  it("is plain ASCII on one line", () => {
    expect(mailSubject("🔴 Critical:  Zoë\r\nBcc: x", "none")).to.equal("Critical: ZoeBcc: x");
  });

  it("is the other one where nothing is left", () => {
    expect(mailSubject("漢字\n", "An alarm")).to.equal("An alarm");
  });

  it("has fewer than 100 characters", () => {
    expect(mailSubject("a".repeat(99), "none")).to.equal("a".repeat(99));
    expect(mailSubject("a".repeat(100), "none")).to.equal(`${"a".repeat(96)}...`);
  });

  it("is no link, by whatever characters", () => {
    expect(mailSubject("user evil.com", "none")).to.equal("user evil[.]com");
    expect(mailSubject("user evil\u2024com", "none")).to.equal("user evil[.]com");
    expect(mailSubject("user evil.\u0301com", "none")).to.equal("user evil[.]com");
  });

  it("is one that SNS takes, whatever it is made of", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const subject = mailSubject(text, "An alarm");
        expect(subject).to.match(/^[\x21-\x7e](?:[\x20-\x7e]{0,97}[\x21-\x7e])?$/);
        expect(subject).to.not.match(/:\/\/|[a-z0-9]\.[a-z]{2}/i);
      }),
    );
  });
});
