import { expect } from "chai";
import * as fc from "fast-check";

import { takeIn } from "../../../core/tickets/ticket-record";
import { jiraDocument } from "../../../core/tickets/document";
import { inertForJira } from "../../../core/tickets/inert";
import { issueDescription, issueSummary } from "../../../core/tickets/issue-text";
import { incident, startMs } from "../../handlers/open-ticket/stage";

/** Texts that mean something to Jira, to its editor, to its mails, or to whoever reads them. */
const hostile = [
  "[~accountid:5b10a2844c20165700ede21g]",
  "@all look here",
  "https://evil.example/login?next=jira",
  "[click|https://evil.example]",
  "evil.com/login",
  "mailto:boss@example.com",
  "{color:red}urgent{color}",
  "{code}rm -rf{code}",
  "|table|cell|",
  "!http://evil.example/pixel.png!",
  "h1. heading\nh2. another",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "line\r\nbreak\u2028here",
  "\u202eexe.txt",
  "a\u0000b",
  "``` ` ` unbalanced `",
  "AKIAIOSFODNN7EXAMPLE",
];

interface Node {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly { readonly type: string }[];
  readonly content?: readonly Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.content ?? []).flatMap(nodesOf)];
}

function expectInert(text: string): void {
  expect(text, "an address").to.not.match(/:\/\//);
  expect(text, "a host's name").to.not.match(/[\p{L}\p{N}]\.\p{L}{2}/u);
  expect(text, "a mention").to.not.match(/@|\[~/);
  expect(text, "a macro or a link of wiki markup").to.not.match(/[{}|]/);
  expect(text, "a mail's address").to.not.match(/mailto:/i);
  expect(text, "something hidden").to.not.match(/[\p{Cc}\p{Cf}]/u);
  expect(text, "a whole key id").to.not.match(/(?:AKIA|ASIA)[A-Z0-9]{16}/);
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(fc.constantFrom(...hostile, " ", "`", "\n", "."), { maxLength: 8 }).map((parts) => parts.join("")),
);

describe("text of anybody's in an issue", () => {
  for (const text of hostile) {
    it(`is inert: ${JSON.stringify(text)}`, () => expectInert(inertForJira(text, 200)));
  }

  it("is one bounded line, whatever it is", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 250 }), (text, most) => {
        const inert = inertForJira(text, most);
        expectInert(inert);
        expect(inert.length).to.be.at.most(most);
        expect(inert, "half a character").to.not.match(/\p{Cs}/u);
      }),
    );
  });

  it("is nothing but text in a document: no link, no mention, no media, no other mark than code", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (lines) => {
        const nodes = nodesOf(jiraDocument([{ heading: "Seen", lines }]) as Node);
        const types = new Set(nodes.map(({ type }) => type));
        for (const type of types) {
          expect(["doc", "heading", "paragraph", "bulletList", "listItem", "text"]).to.include(type);
        }
        for (const { type, text = "", marks = [] } of nodes) {
          if (type !== "text") continue;
          expect(text.length, "Jira refuses an empty text").to.be.above(0);
          expectInert(text);
          expect(marks.map((mark) => mark.type).filter((mark) => mark !== "code")).to.deep.equal([]);
        }
      }),
    );
  });

  it("is inert in the summary, which is one line of at most 255 characters", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (id, kind, account) => {
        const event = incident(startMs, { subject: { kind: "user", id }, kind, account });
        const record = takeIn(undefined, event, "warden-0123456789abcdef", "one");
        if (record === undefined) throw new Error("it was not taken in");
        const summary = issueSummary(record);
        expectInert(summary);
        expect(summary.length).to.be.within(1, 255);
      }),
    );
  });

  it("keeps a description below what Jira takes", () => {
    const text = Array.from({ length: 200 }, () => `\`${"x".repeat(300)}\``).join("\n");
    const record = takeIn(undefined, incident(startMs, { text }), "warden-0123456789abcdef", "one");
    const [note] = record?.notes ?? [];
    if (record === undefined || note === undefined) throw new Error("it was not taken in");
    expect(JSON.stringify(issueDescription(record, note)).length).to.be.below(32_767);
  });
});
