import { expect } from "chai";
import { context, fieldSection, header, section, slackMessage } from "../../../core/slack/message";
import { parseMrkdwn } from "../../../core/slack/mrkdwn";
import { plainTextOf } from "../../../core/slack/plain-text";

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
    expect(plainTextOf(slackMessage("", [section("`https://attacker.example` `www.attacker.example`")]))).to.equal(
      "https[:]//attacker.example www[.]attacker.example",
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
