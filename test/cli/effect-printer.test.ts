import { expect } from "chai";

import { drawEffect } from "../../cli/effect-printer";
import type { PlayedEffect } from "../../local/effects";
import { slackMessage, header } from "../../core/slack/message";
import { displayWidth } from "../../local/terminal/styled-text";

const at = "2026-03-17T10:00:00.000Z";
const plain = { width: 80, colour: false };
const alarm = { effect: "alarm", at, alarm: "denied-calls", metric: "denied", value: 3 } as const;
const email = { effect: "email", at, topic: "alerts", subject: "ALARM: denied-calls", text: "one\n\ntwo" } as const;
const api = { effect: "api", at, function: "f", service: "sns", operation: "Publish", input: {} } as const;
const http = { effect: "http", at, function: "f", method: "POST", url: "https://hooks.slack.com/…", body: {} } as const;
const jira = "https://example.atlassian.net/rest/api/3/issue";
const document = (text: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

const drawn: readonly { what: string; effect: PlayedEffect; text: string }[] = [
  {
    what: "an alarm that goes off",
    effect: { ...alarm, state: "ALARM" },
    text: "ALARM       2026-03-17 10:00:00 UTC  denied-calls goes off (denied: 3)\n",
  },
  {
    what: "an alarm that is over",
    effect: { ...alarm, state: "OK", value: 0 },
    text: "ALARM       2026-03-17 10:00:00 UTC  denied-calls is OK again\n",
  },
  {
    what: "an e-mail without its blank lines",
    effect: email,
    text: "E-MAIL      2026-03-17 10:00:00 UTC  alerts: ALARM: denied-calls\n            one\n            two\n",
  },
  {
    what: "a dead letter",
    effect: { effect: "error", at, function: "f", message: "boom", eventIds: ["a", "b"] },
    text: "DEAD LETTER 2026-03-17 10:00:00 UTC  f: boom\n            2 events in its dead-letter queue\n",
  },
  {
    what: "a call that the role does not allow",
    effect: { ...api, allowed: false },
    text: "DENIED CALL 2026-03-17 10:00:00 UTC  f: its role does not allow sns:Publish\n",
  },
  { what: "nothing for a call that is allowed", effect: { ...api, allowed: true }, text: "" },
  {
    what: "a request that was refused",
    effect: { ...http, status: 429 },
    text: "HTTP        2026-03-17 10:00:00 UTC  f: https://hooks.slack.com/… answered 429\n",
  },
  {
    what: "a new issue",
    effect: { ...http, url: jira, body: { fields: { summary: "Suspicious use of a key" } }, status: 201 },
    text: "TICKET      2026-03-17 10:00:00 UTC  new issue: Suspicious use of a key\n",
  },
  {
    what: "a comment",
    effect: { ...http, url: `${jira}/10001/comment`, body: { body: document("It is back: reopened.") }, status: 201 },
    text: "TICKET      2026-03-17 10:00:00 UTC  issue 10001: It is back: reopened.\n",
  },
  {
    what: "an issue that is closed or reopened",
    effect: { ...http, url: `${jira}/10001/transitions`, body: {}, status: 204 },
    text: "TICKET      2026-03-17 10:00:00 UTC  issue 10001: led to another status\n",
  },
  {
    what: "nothing for a look at an issue",
    effect: { ...http, method: "GET", url: `${jira}/10001?fields=status`, status: 200 },
    text: "",
  },
  {
    what: "a request that had no answer",
    effect: { ...http, url: jira, status: 0 },
    text: `HTTP        2026-03-17 10:00:00 UTC  f:\n            ${jira} did not answer\n`,
  },
  { what: "nothing for a request that was taken", effect: { ...http, status: 200 }, text: "" },
];

describe("effects drawn for a person", () => {
  for (const { what, effect, text } of drawn) {
    it(`show ${what}`, () => expect(drawEffect(effect, plain)).to.equal(text));
  }

  it("draw a Slack message under its author and time", () => {
    const message = slackMessage("fallback", [header("Low: something")]);
    const effect = { effect: "slack", at, function: "post-denials", eventIds: [], message } as const;
    expect(drawEffect(effect, plain)).to.equal(
      "\nAPI Warden (post-denials)  2026-03-17 10:00:00 UTC\n┃ Low: something\n\n",
    );
    expect(drawEffect({ ...effect, update: true }, plain)).to.include("(updated)");
  });

  it("cut long e-mails and say so", () => {
    const text = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    const lines = drawEffect({ ...email, text }, plain)
      .trimEnd()
      .split("\n");
    expect(lines).to.have.lengthOf(14);
    expect(lines.at(-1)).to.equal("            … and 28 more lines");
  });

  it("are no wider than the terminal", () => {
    const long = "many words in a row ".repeat(20);
    for (const width of [40, 80, 200]) {
      const text = drawEffect({ ...email, subject: long, text: long }, { width, colour: false });
      const widths = text.split("\n").map((line) => displayWidth(line));
      expect(Math.max(...widths)).to.be.within(width / 2, width);
    }
  });

  it("let no control character of a sender through, and paint nothing without colour", () => {
    const hostile = { ...email, subject: "\u001b[2J\u0007", text: "\u001b]0;title\u0007" };
    expect(drawEffect(hostile, plain)).satisfy((text: string) => !/\p{Cc}/u.test(text.replaceAll("\n", "")));
    expect(drawEffect(email, { width: 80, colour: true })).to.include("\u001b[1mE-MAIL");
  });
});
