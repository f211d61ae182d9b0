import { expect } from "chai";
import * as fc from "fast-check";

import { withAccountNames } from "../../../core/organization/name-accounts";
import { nameAccountsInText } from "../../../core/organization/name-accounts-in-text";
import type { Organization } from "../../../core/organization/organization";
import { digestMessage, incidentMessage } from "../../../core/slack/summary";
import { section, slackMessage, SLACK_LIMITS } from "../../../core/slack/message";
import { hostileText } from "../slack/hostile-text";
import { sampleView } from "../slack/sample-view";

const shop = "111122223333";
const organization: Organization = {
  [shop]: { name: "shop-production", unit: "Workloads/Production", owner: "shop team", environment: "live", tags: {} },
  "222233334444": { owner: "lab", tags: {} },
};

describe("accounts in a Slack message", () => {
  it("are shown as name and id, with unit, owner and environment at its end", () => {
    const message = withAccountNames(incidentMessage(sampleView()), organization);
    const text = JSON.stringify(message);
    expect(text).to.include(`account \`shop-production (${shop})\``);
    expect(text).not.to.include(`\`${shop}\``);
    expect(JSON.stringify(message.blocks.at(-1))).to.include(
      `account \`shop-production (${shop})\`: unit \`Workloads/Production\`, owner \`shop team\`, environment \`live\``,
    );
  });

  it("are named in a digest too", () => {
    const digest = withAccountNames(digestMessage([sampleView()], { title: "Denied calls" }), organization);
    expect(JSON.stringify(digest)).to.include(`shop-production (${shop})`);
  });

  it("keep their id alone where they have no name, and say who owns them", () => {
    const message = withAccountNames(slackMessage("x", [section("in `222233334444`")]), organization);
    expect(message.blocks).to.deep.equal([
      section("in `222233334444`"),
      { type: "context", elements: [{ type: "mrkdwn", text: "account `222233334444`: owner `lab`", verbatim: true }] },
    ]);
  });

  it("stay as they are where nothing is known of them, and where they are part of something else", () => {
    const unknown = slackMessage("`999999999999`", [section("`999999999999` and `__proto__`")]);
    expect(withAccountNames(unknown, organization)).to.deep.equal(unknown);
    expect(withAccountNames(unknown, undefined)).to.equal(unknown);
    const within = slackMessage("x", [section(`\`arn:aws:iam::${shop}:user/x\` <https://x/${shop}|y> \`1${shop}\``)]);
    expect(withAccountNames(within, organization)).to.deep.equal(within);
  });

  it("never make a message longer than Slack takes", () => {
    const many = Array.from({ length: 200 }, () => `\`${shop}\``).join("");
    const long = slackMessage("x", [section(many)]);
    const named = withAccountNames(long, organization);
    expect(named.blocks[0]).to.deep.equal(section(many));
    const full = slackMessage(
      "x",
      Array.from({ length: SLACK_LIMITS.blocks }, () => section(`\`${shop}\``)),
    );
    expect(withAccountNames(full, organization).blocks).to.have.length(SLACK_LIMITS.blocks);
    const near = slackMessage("y".repeat(11_900), [section(`\`${shop}\``)]);
    expect(withAccountNames(near, organization)).to.equal(near);
  });

  it("can't be made to mention, link or break the layout by what people call them", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, owner) => {
        const hostile: Organization = { [shop]: { name, unit: owner, owner, environment: name, tags: {} } };
        const { blocks } = withAccountNames(slackMessage("x", [section(`in \`${shop}\``)]), hostile);
        for (const block of blocks) {
          const text = block.type === "section" ? (block.text?.text ?? "") : JSON.stringify(block);
          const outside = text.replace(/`[^`]*`/g, "");
          expect(outside).not.to.match(/[<>@*]/);
          expect(text).not.to.match(/<[!@#]|<http/);
        }
      }),
    );
  });
});

describe("accounts in a mail", () => {
  it("are named where they stand alone, and placed at its end", () => {
    const text = nameAccountsInText(`Alarm x in account ${shop}. While\nof account ${shop}, key`, organization);
    expect(text).to.equal(
      `Alarm x in account shop-production (${shop}). While\nof account shop-production (${shop}), key\n\n` +
        `Account shop-production (${shop}): unit Workloads/Production, owner shop team, environment live.`,
    );
  });

  it("stay as they are within ARNs and addresses, and where nothing is known of them", () => {
    const text = `arn:aws:iam::${shop}:user/x https://x/?account_id=${shop}&y 1${shop} in account 999999999999.`;
    expect(nameAccountsInText(text, organization)).to.equal(text);
    expect(nameAccountsInText(`in ${shop}`, undefined)).to.equal(`in ${shop}`);
  });

  it("become no address of the web by what people call them", () => {
    const named = nameAccountsInText(`in ${shop}`, { [shop]: { name: "https://evil.example/x", tags: {} } });
    expect(named).to.include(`(${shop})`).and.not.to.include("https://");
  });
});
