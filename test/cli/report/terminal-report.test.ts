import { expect } from "chai";

import type { Comparison } from "../../../cli/report/comparison";
import { compared } from "../../../cli/report/comparison";
import { drawReport } from "../../../cli/report/terminal-report";
import { displayWidth } from "../../../local/terminal/styled-text";
import { hostileStory } from "./hostile-story";
import type { Story } from "./stage";
import { alarmEffect, aliceDenied, decisionEffect, mailEffect, reportOf, slackEffect } from "./stage";

const wide = { width: 200, colour: false };

const drawn = (story: Story, comparison?: Comparison): string => drawReport(reportOf(story), comparison, wide);
/** The lines below a heading, without their indentation. */
const under = (title: string, text: string): string[] => {
  const lines = text.split("\n");
  const begin = lines.indexOf(title);
  if (begin < 0) throw new Error(`no ${title} in ${text}`);
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => !line.startsWith(" "));
  return rest.slice(0, end).map((line) => line.trim());
};

const onDay = (day: number) => ({ at: `2025-03-${String(day).padStart(2, "0")}T10:00:00.000Z` });

const twoDays: Story = {
  records: [
    aliceDenied("a"),
    aliceDenied("b", 1),
    aliceDenied("c", 24 * 60, { eventName: "PutObject", sourceIPAddress: "198.51.100.9" }),
  ],
  effects: [
    slackEffect("🔴 Critical: tampering", ["a"], onDay(4)),
    slackEffect("🟡 Low: s3:GetObject", ["b"], onDay(4)),
    slackEffect("🟡 Low: s3:PutObject", ["c"], onDay(5)),
    slackEffect("🟡 Low: s3:PutObject", ["c"], { ...onDay(5), update: true }),
    mailEffect("an alarm", "text"),
    alarmEffect(1, "ALARM"),
    decisionEffect(),
  ],
};

describe("a report on the terminal", () => {
  it("has the messages of each day, by severity, and how many that is a day", () => {
    const { days, messages } = reportOf(twoDays);
    expect([days.length, messages.posts], "as the page has them").to.deep.equal([2, 3]);
    const [all, ...each] = under("Alerts per day", drawn(twoDays));
    expect(all).to.equal("3 Slack messages in 2 days of records: 1.5 a day.");
    expect(each).to.deep.equal([
      "2025-03-04: 2 Slack messages (1 critical, 1 low), 1 e-mail, alarms gone off once",
      "2025-03-05: 1 Slack message (1 low), 0 e-mails, alarms gone off 0 times",
    ]);
  });

  it("has of many days those with most messages, in their order", () => {
    const days = Array.from({ length: 20 }, (_, day) => day + 1);
    const busy = [3, 9, 17];
    const effects = days.flatMap((day) =>
      Array.from({ length: busy.includes(day) ? 3 : 1 }, (_, copy) =>
        slackEffect("🟡 Low: s3:GetObject", [`${day}-${copy}`], onDay(day)),
      ),
    );
    const lines = under("Alerts per day", drawn({ records: [aliceDenied("a")], effects }));
    const dayOf = (line: string) => Number(/^2025-03-(\d\d)/.exec(line)?.[1]);
    const shown = lines.slice(1, -1).map(dayOf);
    expect(shown).to.have.length(7).and.to.include.members(busy);
    expect(shown).to.deep.equal([...shown].sort((one, other) => one - other));
    expect(lines.at(-1)).to.equal("and 13 days with no more messages than those");
  });

  it("has the five causes of most denied calls: what, with which code, who, where and from where", () => {
    expect(under("Top causes of denied calls", drawn(twoDays))[0]).to.match(
      /^2 × dynamodb:DeleteTable \(AccessDenied\): user alice in 111122223333, from \S+$/,
    );
    const records = Array.from({ length: 8 }, (_, action) =>
      Array.from({ length: action + 1 }, (__, call) =>
        aliceDenied(`${action}-${call}`, call, { eventName: `Action${action}` }),
      ),
    ).flat();
    const lines = under("Top causes of denied calls", drawn({ records }));
    expect(lines.map((line) => /^\d+ × dynamodb:Action\d/.exec(line)?.[0])).to.deep.equal([
      ...[8, 7, 6, 5, 4].map((count) => `${count} × dynamodb:Action${count - 1}`),
      undefined,
    ]);
    expect(lines.at(-1)).to.equal("and 3 other causes");
  });

  it("says of a quiet history that there was nothing, and of one configuration nothing about two", () => {
    const text = drawn({});
    expect(under("Alerts per day", text)).to.deep.equal(["None."]);
    expect(under("Top causes of denied calls", text)).to.deep.equal(["None."]);
    expect(text).to.not.include("Two configurations");
  });

  it("lets no control character of a caller through, and keeps to the width", () => {
    const data = reportOf(hostileStory);
    const text = drawReport(data, compared(data, reportOf(twoDays)), { width: 80, colour: false });
    expect(text.replaceAll("\n", "")).to.not.match(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(text, "the texts are there").to.include("window.pwned");
    for (const line of text.split("\n")) expect(displayWidth(line), line).to.be.at.most(80);
  });
});

describe("two configurations on the terminal", () => {
  const base = reportOf({ ...twoDays, summary: { muted: { scanner: 2 } } });
  const other = reportOf({
    ...twoDays,
    effects: [
      slackEffect("🟡 Low: s3:GetObject", ["b"], onDay(4)),
      slackEffect("🟡 Low: s3:PutObject", ["c"], onDay(5)),
      slackEffect("🔴 Done (disable-key): access key", ["a"], onDay(4)),
      slackEffect("🟡 Low: more", ["c"], onDay(5)),
      alarmEffect(1, "ALARM"),
      alarmEffect(31, "OK"),
      decisionEffect({ verdict: "done", reason: "signals" }),
    ],
    run: { stackFile: "Pulumi.other.yaml" },
  });
  const lines = under("Two configurations", drawReport(base, compared(base, other), wide));

  it("are named, the one that the page is about first", () => {
    expect(lines[0]).to.equal("Pulumi.dev.yaml beside Pulumi.other.yaml:");
  });

  it("show the figures that differ, and no other", () => {
    expect(lines)
      .to.include("Slack messages: 3 beside 4 (+1)")
      .and.to.include("E-mails: 1 beside 0 (−1)")
      .and.to.include("Denied calls muted: 2 beside 0 (−2)")
      .and.to.include("Muted by scanner: 2 beside 0 (−2)");
    expect(lines.some((line) => line.startsWith("Hours in ALARM of denied-calls: "))).to.equal(true);
    expect(lines.join("\n")).to.not.match(/Dead letters|Subjects decided on:/);
  });

  it("show what is decided differently, and the messages that only one posts", () => {
    const from = lines.indexOf("1 subject decided on differently:");
    expect(lines[from + 1]).to.equal("disable-key AKIAEXAMPLEMALLORY01: notify, mode-notify beside done, signals");
    const only = (file: string) => lines.slice(lines.findIndex((line) => line.endsWith(` only with ${file}:`)));
    expect(only("Pulumi.dev.yaml").slice(0, 2)).to.deep.equal([
      "1 message only with Pulumi.dev.yaml:",
      "- 🔴 Critical: tampering",
    ]);
    expect(only("Pulumi.other.yaml")).to.deep.equal([
      "2 messages only with Pulumi.other.yaml:",
      "- 🔴 Done (disable-key): access key",
      "- 🟡 Low: more",
    ]);
  });

  it("are alike where nothing differs, which is said", () => {
    const same = under("Two configurations", drawReport(base, compared(base, base), wide));
    expect(same).to.deep.equal(["Pulumi.dev.yaml beside Pulumi.dev.yaml:", "Nothing differs."]);
  });
});
