import { expect } from "chai";

import { reportPage } from "../../../cli/report/drawing/page";
import { Messages } from "../../../cli/report/gathering/told";
import { header, section, slackMessage } from "../../../core/slack/message";
import { alarmEffect, mailEffect, reportOf, slackEffect, theft } from "./stage";

const at = (minute: number) => new Date(Date.UTC(2025, 2, 4) + minute * 60_000).toISOString();
const each = <Effect>(count: number, effectOf: (number: number) => Effect) =>
  Array.from({ length: count }, (_, number) => effectOf(number));

/** As long as Slack takes, of characters that take many in HTML. */
const long = (headline: string, minute: number) => {
  const lines = each(45, (number) => section(`${number} ${"w<&".repeat(900)}`));
  return slackEffect(headline, ["stop"], {
    at: at(minute),
    message: slackMessage(headline, [header(headline), ...lines]),
  });
};

describe("the size of a report", function () {
  this.timeout(20_000);

  it("stays below 3 MB, whatever is told of and however often", () => {
    const effects = [
      ...each(100, (number) => long("🔴 Critical: long", number)),
      ...each(5_000, (number) => slackEffect("🟠 High: alice", ["refused-1"], { at: at(number) })),
      ...each(20_000, (number) => ({
        ...alarmEffect(0, Math.floor(number / 20) % 2 === 0 ? "ALARM" : "OK", `cis-5.${number % 20}`),
        at: at(Math.floor(number / 20) * 7 + (number % 20)),
      })),
      ...each(100, (number) => mailEffect(`mail ${number}`, "a line with <&\n".repeat(2_000))),
    ];
    const page = reportPage(reportOf({ records: theft(), effects }));
    expect(page.length).to.be.within(500_000, 3_000_000);
    expect(page).to.match(/5,0\d\d\s+others not drawn/);
  });

  it("leaves messages out that are long together, the least severe ones first", () => {
    const messages = new Messages();
    messages.see(long("🟡 Low: long", 0));
    for (const minute of [1, 2, 3]) messages.see(long("🟠 High: long", minute));
    messages.see(slackEffect("🔴 Critical: short", [], { at: at(4) }));
    expect(messages.mostSevere(60).map(({ severity }) => severity)).to.deep.equal(["high", "high", "critical"]);
  });
});
