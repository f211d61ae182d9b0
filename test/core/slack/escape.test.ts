import { expect } from "chai";
import * as fc from "fast-check";
import {
  escapeMrkdwn,
  escapeSentence,
  inlineCode,
  plainHeadline,
  visibleText,
  withoutKeyIds,
} from "../../../core/slack/escape";
import { hostileText } from "./hostile-text";

const BARE_AMPERSAND = /&(?!(?:amp|lt|gt);)/;

describe("text of callers in Slack", () => {
  it("cannot mention a channel, a person or a group", () => {
    expect(escapeMrkdwn("<!channel> <@U012345> <!subteam^S1>", 100)).to.equal(
      "&lt;!channel&gt; &lt;＠U012345&gt; &lt;!subteam^S1&gt;",
    );
    expect(escapeMrkdwn("@here and x@everyone", 100)).to.equal("＠here and x＠everyone");
    expect(escapeMrkdwn("_@U012345", 100)).to.equal("ˍ＠U012345");
  });

  it("keeps mail addresses, which many session names are", () => {
    expect(inlineCode("alice@example.com", 50)).to.equal("`alice@example.com`");
  });

  it("cannot format outside of code, and keeps its signs inside", () => {
    expect(escapeMrkdwn("*my_role*~", 50)).to.equal("∗myˍrole∗∼");
    expect(inlineCode("my_role*", 50)).to.equal("`my_role*`");
  });

  it("cannot leave its code span", () => {
    expect(inlineCode("a`b\nc", 50)).to.equal("`aˋb↵c`");
  });

  it("shows what is meant to be unseen", () => {
    expect(visibleText("a\u202eb\u200bc\u001b[31m\ud800")).to.equal("a[U+202E]b[U+200B]c[U+001B][31m[U+D800]");
  });

  it("does not paint over other lines with stacked marks", () => {
    expect(visibleText(`e${"\u0301".repeat(50)}x`)).to.equal("e\u0301\u0301\u0301x");
  });

  it("is cut without splitting an escape or a character", () => {
    expect(escapeMrkdwn("<<<<", 10)).to.equal("&lt;&lt;…");
    expect(escapeMrkdwn("😀😀😀", 5)).to.equal("😀😀…");
    expect(escapeMrkdwn("abc", 3)).to.equal("abc");
    expect(escapeMrkdwn("abc", 0)).to.equal("");
  });

  it("is named where it is empty, since empty backticks would show as such", () => {
    expect(inlineCode("", 50)).to.equal("(empty)");
    expect(inlineCode(" \u00a0 ", 50)).to.equal("(empty)");
  });

  it("reads the same in a header, where markup means nothing", () => {
    expect(plainHeadline("<!here> & `co`", 50)).to.equal("‹!here› ＆ ˋcoˋ");
  });

  it("shows no access key id but for its end", () => {
    expect(withoutKeyIds("key AKIAEXAMPLEEXAMPLE42 and ASIAEXAMPLEEXAMPLE43")).to.equal("key …LE42 and …LE43");
    expect(withoutKeyIds("AKIA is a prefix")).to.equal("AKIA is a prefix");
  });

  it("stays code where an own sentence quotes it", () => {
    expect(escapeSentence("Mute `scan_ner` expired (owner: <ops>)", 100)).to.equal(
      "Mute `scan_ner` expired (owner: &lt;ops&gt;)",
    );
    expect(escapeSentence("one ` backtick *here*", 100)).to.equal("one  backtick ∗here∗");
  });

  it("has no markup and keeps its bound, also as JSON, whatever it holds", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 0, max: 300 }), (text, maxLength) => {
        const escaped = escapeMrkdwn(text, maxLength);
        expect(escaped).to.not.match(/[<>`*_~\n\r]/);
        expect(escaped).to.not.match(BARE_AMPERSAND);
        expect(escaped).to.not.match(/\p{Cs}/u);
        expect(JSON.stringify(escaped).length - 2).to.be.at.most(maxLength);
      }),
    );
  });

  it("is exactly one code span whatever it holds", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 12, max: 300 }), (text, maxLength) => {
        const span = inlineCode(text, maxLength);
        expect(span).to.match(/^(?:`[^`<>\n]+`|\(empty\))$/);
        expect(span).to.not.match(BARE_AMPERSAND);
        expect(JSON.stringify(span).length - 2).to.be.at.most(maxLength);
      }),
    );
  });

  it("leaves only whole code spans in a sentence", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 20, max: 300 }), (text, maxLength) => {
        const sentence = escapeSentence(text, maxLength);
        expect(sentence.split("`").length % 2).to.equal(1);
        expect(sentence).to.not.match(/[<>\n]/);
        expect(JSON.stringify(sentence).length - 2).to.be.at.most(maxLength);
      }),
    );
  });
});
