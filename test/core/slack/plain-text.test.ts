import { expect } from "chai";
import * as fc from "fast-check";

import { escapeMrkdwn, inlineCode, plainHeadline } from "../../../core/slack/escape";
import { context, fieldSection, header, section, slackMessage } from "../../../core/slack/message";
import { parseMrkdwn } from "../../../core/slack/mrkdwn";
import { plainTextOf } from "../../../core/slack/plain-text";
import { hostileText } from "./hostile-text";

/** What Gmail, Outlook and Apple Mail make links of: addresses with a scheme, hosts with a name at the end, mail addresses. */
const linkable = /:\/\/|[\p{L}\p{N}]\.\p{L}{2}/u;

const hostName = fc
  .tuple(fc.constantFrom("https://", "www.", "bob@", ""), fc.domain(), fc.constantFrom("", "/login", ":8443/?a=b"))
  .map((parts) => parts.join(""));

describe("a Slack message as plain text", () => {
  it("has its blocks apart, fields on one line each, and links written out", () => {
    const message = slackMessage("fallback", [
      header("🟡 Low: s3:GetObject"),
      fieldSection([
        { label: "Who", lines: ["user `a&amp;b`", "MFA no"] },
        { label: "Empty", lines: [] },
      ]),
      { type: "divider" },
      section("<https://eu-west-1.console.aws.amazon.com/x|Event in CloudTrail>"),
      context("*Note* &lt;1&gt;"),
    ]);
    expect(plainTextOf(message)).to.equal(
      "🟡 Low: s3:GetObject\n\nWho: user a&b; MFA no\n\n---\n\n" +
        "Event in CloudTrail: https://eu-west-1.console.aws.amazon.com/x\n\nNote <1>",
    );
  });

  it("falls back to the text where there are no blocks", () => {
    expect(plainTextOf(slackMessage("`a` &gt; b", []))).to.equal("a > b");
  });

  it("gives a mail program nothing of the caller's to link", () => {
    const shown = (text: string) => plainTextOf(slackMessage("", [section(text)]));
    expect(shown("`https://attacker.example` `www.attacker.example`")).to.equal(
      "https[:]//attacker[.]example www[.]attacker[.]example",
    );
    expect(shown("agent `evil.com/login`")).to.equal("agent evil[.]com/login");
    expect(shown("`bob@evil.co.uk`")).to.equal("bob@evil[.]co[.]uk");
    expect(shown("evil`.com`"), "in two spans").to.equal("evil[.]com");
    expect(shown("<https://console.aws.amazon.com/x|evil.com>")).to.equal(
      "evil[.]com: https://console.aws.amazon.com/x",
    );
    expect(plainTextOf(slackMessage("", [header("evil.com")]))).to.equal("evil[.]com");
  });

  it("leaves as it is what people copy", () => {
    for (const text of [
      "npm run warden -- restore wa-0123456789abcdef",
      "arn:aws:iam::111122223333:user/alice",
      "AKIAIOSFODNN7EXAMPLE",
      "203.0.113.7",
      "2001:db8::1/64",
      "sgr-0a11552a7d225f5c7",
    ]) {
      expect(plainTextOf(slackMessage("", [section(inlineCode(text, 100))]))).to.equal(text);
    }
  });

  it("has nothing to link but our own address, whatever is named", () => {
    const own = "https://eu-west-1.console.aws.amazon.com/x";
    fc.assert(
      fc.property(hostName, hostileText, (host, text) => {
        const code = inlineCode(`${host}${text}`, 200);
        const words = escapeMrkdwn(`${text}${host}`, 200);
        const message = slackMessage("", [
          header(plainHeadline(host, 150)),
          section(`${words}${code} ${code}`),
          fieldSection([{ label: words, lines: [code] }]),
          context(`<${own}|${escapeMrkdwn(host, 150)}>`),
        ]);
        const shown = plainTextOf(message);
        expect(shown).to.include(own);
        expect(shown.replaceAll(own, "")).to.not.match(linkable);
      }),
      { numRuns: 300 },
    );
  });
});

describe("mrkdwn", () => {
  it("is code, bold, links and text", () => {
    expect(parseMrkdwn("*Who* is `a*b*` at <https://x.example/|there> &amp;lt;")).to.deep.equal([
      { kind: "bold", text: "Who" },
      { kind: "text", text: " is " },
      { kind: "code", text: "a*b*" },
      { kind: "text", text: " at " },
      { kind: "link", text: "there", url: "https://x.example/" },
      { kind: "text", text: " &lt;" },
    ]);
  });

  it("links to nothing but https", () => {
    expect(parseMrkdwn("<javascript:alert(1)|x>")).to.deep.equal([{ kind: "text", text: "<javascript:alert(1)|x>" }]);
  });
});
