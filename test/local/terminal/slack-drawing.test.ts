import { expect } from "chai";
import * as fc from "fast-check";
import { context, fieldSection, header, section, slackMessage } from "../../../core/slack/message";
import type { SlackMessage } from "../../../core/slack/message";
import { incidentMessage } from "../../../core/slack/summary";
import { drawSlackMessage } from "../../../local/terminal/slack-drawing";
import { displayWidth, wrapLine } from "../../../local/terminal/styled-text";
import { hostileText } from "../../core/slack/hostile-text";
import { sampleView } from "../../core/slack/sample-view";

const ESCAPE = "\u001b";
const PLAIN = { width: 80, colour: false, time: "2026-01-31 10:00:00 UTC", author: "API Warden", update: false };
const LINK = "<https://eu-west-1.console.aws.amazon.com/x|Event in CloudTrail>";

/** Everything that paints, and nothing that a message could have brought. */
function withoutOwnSequences(drawing: string): string {
  return drawing
    .replaceAll(new RegExp(`${ESCAPE}\\[(?:0|1|2|36)m`, "g"), "")
    .replaceAll(new RegExp(`${ESCAPE}\\]8;;(?:https://[!-~]+)?${ESCAPE}\\\\`, "g"), "");
}

function small(): SlackMessage {
  return slackMessage("fallback", [
    header("🟡 Low: s3:GetObject"),
    fieldSection([
      { label: "Who", lines: ["user `alice`"] },
      { label: "What", lines: ["`s3:GetObject`", "error `AccessDenied`"] },
    ]),
    section(LINK),
    context("A note."),
  ]);
}

describe("a Slack message drawn in a terminal", () => {
  it("stands behind a bar, fields side by side, addresses written out", () => {
    expect(drawSlackMessage(small(), PLAIN).split("\n")).to.deep.equal([
      "API Warden  2026-01-31 10:00:00 UTC",
      "┃ 🟡 Low: s3:GetObject",
      "┃",
      "┃ Who                                     What",
      "┃ user `alice`                            `s3:GetObject`",
      "┃                                         error `AccessDenied`",
      "┃",
      "┃ Event in CloudTrail",
      "┃ https://eu-west-1.console.aws.amazon.com/x",
      "┃",
      "┃ A note.",
    ]);
  });

  it("says that it replaces an earlier one", () => {
    expect(drawSlackMessage(small(), { ...PLAIN, update: true }).split("\n")[0]).to.match(/UTC {2}\(updated\)$/);
  });

  it("sets its fields below each other in a narrow terminal", () => {
    expect(drawSlackMessage(small(), { ...PLAIN, width: 40 })).to.contain("┃ user `alice`\n┃ What\n");
  });

  it("is bold and clickable in colour only", () => {
    const drawing = drawSlackMessage(small(), { ...PLAIN, colour: true });
    expect(drawing).to.contain(`${ESCAPE}[1m🟡 Low: s3:GetObject${ESCAPE}[0m`);
    expect(drawing).to.contain(
      `${ESCAPE}]8;;https://eu-west-1.console.aws.amazon.com/x${ESCAPE}\\Event in CloudTrail${ESCAPE}]8;;${ESCAPE}\\`,
    );
    expect(drawSlackMessage(small(), PLAIN)).to.not.contain(ESCAPE);
  });

  it("shows the text where there are no blocks", () => {
    expect(drawSlackMessage(slackMessage("only `text`", []), PLAIN)).to.match(/\n┃ only `text`$/);
  });

  it("says all that the message says", () => {
    const drawing = drawSlackMessage(incidentMessage(sampleView()), { ...PLAIN, width: 120 });
    for (const part of ["role `deploy`", "key ending `LE42`, MFA no", "region `eu-central-1`", "14 denied calls"]) {
      expect(drawing).to.contain(part);
    }
  });

  it("keeps to the width but for addresses, and counts wide characters twice", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 24, max: 160 }), (text, width) => {
        const message = slackMessage("", [header(text.slice(0, 300)), section(text.slice(0, 300).replace(/</g, ""))]);
        const lines = drawSlackMessage(message, { ...PLAIN, width }).split("\n");
        for (const line of lines) expect(displayWidth(line)).to.be.at.most(width);
      }),
    );
    expect(displayWidth("漢字🟡e\u0301")).to.equal(7);
  });

  it("obeys no sequence that a message brings along", () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (text, colour) => {
        const message = slackMessage(text, [
          header(text),
          section(`${text} ${LINK}`),
          fieldSection([{ label: "Who", lines: [text] }]),
          context(text),
        ]);
        const drawing = drawSlackMessage(message, { ...PLAIN, colour, author: text, time: text });
        expect(withoutOwnSequences(drawing)).to.not.match(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});

describe("a line broken to a width", () => {
  it("breaks at spaces, and inside words that do not fit", () => {
    const broken = wrapLine([{ text: "one two threefour", style: "plain" }], 7);
    expect(broken.map((line) => line.map((run) => run.text).join(""))).to.deep.equal(["one two", "threefo", "ur"]);
  });
});
