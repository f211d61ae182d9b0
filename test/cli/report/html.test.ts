import { expect } from "chai";
import * as fc from "fast-check";

import { code, html, link, linesOfText, quoted, shortened } from "../../../cli/report/drawing/html";
import { mrkdwn } from "../../../cli/report/drawing/slack-message";

/** Everything between tags, and the tags themselves. */
const tagsIn = (markup: string) => markup.match(/<[^>]*>/g) ?? [];

const hostile = [
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "&lt;script&gt;",
  "<!-- ",
  "]]>",
  "{{7*7}}",
  "\u202egnp.exe",
  "\u0000\u0007",
  "\ud800",
];

describe("HTML of a report", () => {
  for (const text of hostile) {
    it(`shows ${JSON.stringify(text)} as text, in content and in attributes`, () => {
      const { html: markup } = html`<p title="${text}">${text}${quoted(text)}${code(text)}</p>`;
      const tags = tagsIn(markup).map((tag) => tag.replace(/ title="[^"]*"/, ""));
      expect(tags.join("")).to.equal("<p><bdi></bdi><code><bdi></bdi></code></p>");
      expect(markup).to.not.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    });
  }

  it("has no tag, quote or invisible character of anybody else's text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { html: markup } = html`${text}`;
        expect(markup).to.not.match(/[<>"'\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps lines apart, and nothing else", () => {
    expect(linesOfText("a\n<b>").html).to.equal("a<br />&lt;b&gt;");
  });

  it("shortens by characters, not by halves of them", () => {
    expect(shortened("😀".repeat(10), 4)).to.equal("😀😀😀…");
    expect(shortened("abc", 3)).to.equal("abc");
  });
});

describe("a link of a report", () => {
  it("leads to https, and takes neither referrer nor opener along", () => {
    expect(link("https://example.com/a?b=1&c=2", html`here`).html).to.equal(
      '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer" referrerpolicy="no-referrer">here</a>',
    );
  });

  for (const address of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://example.com/",
    "//example.com/",
    "https://console.aws.amazon.com@evil.example/",
    "https://exam\u202eple.com/",
    "https://",
    "",
  ]) {
    it(`is only its label for ${JSON.stringify(address)}`, () => {
      expect(link(address, html`label`).html).to.equal("label");
    });
  }
});

describe("mrkdwn of a report", () => {
  it("is code, bold, links and lines", () => {
    expect(mrkdwn("*Who*\n`a` <https://example.com/|there>").html).to.equal(
      "<b><bdi>Who</bdi></b><br /><code><bdi>a</bdi></code><bdi> </bdi>" +
        '<a href="https://example.com/" rel="noopener noreferrer" referrerpolicy="no-referrer">there</a>',
    );
  });

  it("is text for what is none of it, with Slack's entities read once", () => {
    expect(mrkdwn("&lt;b&gt; <javascript:alert(1)|x> &amp;lt;").html).to.equal(
      "<bdi>&lt;b&gt; &lt;javascript:alert(1)|x&gt; &amp;lt;</bdi>",
    );
  });

  it("opens and closes only tags of its own", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const tag of tagsIn(mrkdwn(text).html)) expect(tag).to.match(/^<\/?(?:bdi|b|code|a|br)\b[^<>]*>$/);
      }),
      { numRuns: 50 },
    );
  });
});
