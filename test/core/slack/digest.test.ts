import { expect } from "chai";
import { SLACK_LIMITS } from "../../../core/slack/message";
import { plainTextOf } from "../../../core/slack/plain-text";
import { digestMessage } from "../../../core/slack/summary";
import { enumerationView, sampleView } from "./sample-view";

const TITLE = "Denied calls, 10:00 to 10:15 UTC";

describe("digest of several incidents", () => {
  it("has a section for each, the most severe first", () => {
    const message = digestMessage([sampleView({ openedBefore: true, newCount: 3 }), enumerationView()], {
      title: TITLE,
    });
    expect(message.text).to.equal(`${TITLE}: 2 incidents`);
    expect(plainTextOf(message).split("\n\n")).to.deep.equal([
      TITLE,
      "🟠 High: enumeration: 244 actions in 6 minutes, 9 services, 2 addresses, by role deploy\n" +
        "why high: one principal tries many actions · 2026-01-31 10:00:00 UTC, for 6 minutes · 111122223333, eu-central-1 · " +
        "Event in CloudTrail: https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1" +
        "#/events/3f0c1b52-7a1e-4c55-9d3a-0b1c2d3e4f50",
      "🟡 Low: ec2:RunInstances denied to role deploy, 14 times\n" +
        "why low: reaches neither privileges nor secrets · continued, 3 new · 2026-01-31 10:00:00 UTC, for 6 minutes · 111122223333, eu-central-1 · " +
        "Event in CloudTrail: https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1" +
        "#/events/3f0c1b52-7a1e-4c55-9d3a-0b1c2d3e4f50",
    ]);
  });

  it("shows at most 45 and counts the rest, so that the numbers add up", () => {
    const views = Array.from({ length: 60 }, () => sampleView({ count: 2, newCount: 2 }));
    const message = digestMessage(views, { title: TITLE, omitted: 5 });
    const shown = plainTextOf(message).split("Low: ec2:RunInstances").length - 1;
    expect(shown).to.be.within(20, 45);
    expect(message.text).to.equal(`${TITLE}: 65 incidents`);
    expect(plainTextOf(message)).to.contain(
      `and ${65 - shown} more incidents not shown here (${(60 - shown) * 2} new events)`,
    );
    expect(JSON.stringify(message).length).to.be.below(SLACK_LIMITS.jsonLength);
  });

  it("says why each is as severe as it is, also where there is no room for links", () => {
    const reason = "an attempt to gain privileges or reach secrets without the permission for it";
    const views = Array.from({ length: 60 }, () => sampleView({ severity: { level: "high", reason } }));
    const shown = plainTextOf(digestMessage(views, { title: TITLE }));
    expect(shown).to.not.include("Event in CloudTrail");
    const incidents = shown.split("High: ec2:RunInstances").length - 1;
    expect(incidents).to.be.above(20);
    expect(shown.split(`why high: ${reason} ·`).length - 1).to.equal(incidents);
  });

  it("escapes the reason, cuts it short, and leaves it out where there is none", () => {
    const shownFor = (reason: string) =>
      JSON.stringify(digestMessage([sampleView({ severity: { level: "low", reason } })], { title: TITLE }).blocks[1]);
    expect(shownFor("<!channel> *AKIAEXAMPLE000000001*")).to.include("why low: &lt;!channel&gt; ∗…0001∗ ·");
    expect(shownFor("x".repeat(1_000))).to.match(/why low: x{50,99}…/);
    expect(shownFor("")).to.not.include("why");
  });

  it("never drops the severe ones for the many", () => {
    const views = [...Array.from({ length: 200 }, () => sampleView()), enumerationView()];
    expect(plainTextOf(digestMessage(views, { title: TITLE }))).to.contain("High: enumeration");
  });

  it("counts calls with a masked address, and says what to do about it", () => {
    const message = digestMessage([], { title: "Daily digest", masked: 1_203 });
    expect(message.text).to.equal("Daily digest: 0 incidents, 1,203 calls with a masked address");
    const shown = plainTextOf(message);
    expect(shown).to.include("1,203 calls with a masked address: data protection of the trail's log group");
    expect(shown)
      .to.include("Take IpAddress out of the data protection policy")
      .and.to.not.include("Nothing to report");
    expect(digestMessage([], { title: "Daily digest", masked: 1 }).text).to.include(", 1 call with");
    expect(digestMessage([], { title: "Daily digest", masked: 0 })).to.deep.equal(
      digestMessage([], { title: "Daily digest" }),
    );
  });

  it("counts what was muted by rule", () => {
    const mutedByRule = [
      { rule: "scanner", count: 1200 },
      { rule: "<!channel>", count: 3 },
    ];
    const message = digestMessage([], { title: "Daily digest", mutedByRule });
    expect(message.text).to.equal("Daily digest: 0 incidents, 1,203 muted events");
    expect(message.blocks.at(-1)).to.deep.equal({
      type: "section",
      text: {
        type: "mrkdwn",
        text: "*Muted:* 1,203 events: `scanner` 1,200, `&lt;!channel&gt;` 3",
        verbatim: true,
      },
    });
  });

  it("keeps the link and the first note where there is room", () => {
    const text = plainTextOf(
      digestMessage([sampleView({ notes: ["Mute `a` expired.", "Second."] })], { title: TITLE }),
    );
    expect(text).to.contain("\nMute a expired.");
    expect(text).to.not.contain("Second.");
  });

  it("says so when there is nothing to report", () => {
    expect(plainTextOf(digestMessage([], { title: "Daily digest" }))).to.equal("Daily digest\n\nNothing to report.");
  });
});
