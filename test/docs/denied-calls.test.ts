import { expect } from "chai";

import { cisAlarm, securityHubUnauthorizedPattern } from "../../core/cis-alarms";
import { subscriptionPattern } from "../../core/cloudtrail/error-code";
import { parseConfiguration } from "../../core/configuration/parse";
import { enumerationCauses, spreadAccounts } from "../../core/denials/ledger";
import { defaultMutes } from "../../core/denials/mute";
import { denialOf } from "../../core/denials/normalise";
import { isTrailTampering } from "../../core/denials/stakes";
import { digestDueMs } from "../../handlers/post-denials/daily-digest";
import { rollUpEveryMs } from "../../handlers/post-denials/budget-book";
import { deniedRecord } from "../core/sample-record";
import { codeBlocksOf, codeIn, tableUnder, textOf } from "./pages";

const page = "docs/denied-calls.md";

describe(page, () => {
  it("prints the filters as they are declared", () => {
    expect(codeBlocksOf(page, "text")).to.include.members([
      securityHubUnauthorizedPattern,
      cisAlarm("5.1").pattern,
      subscriptionPattern,
    ]);
  });

  it("has the constants of the code", () => {
    const parsed = parseConfiguration({ trail: { create: true } });
    if ("problems" in parsed) throw new Error("the least configuration is refused");
    const { denials, slack } = parsed.configuration;
    const values = Object.fromEntries(tableUnder(page, "Incidents").map(([name = "", value]) => [name, value]));
    expect(values).to.include({
      "window (`denials.window`)": `${denials.windowSeconds / 60} minutes`,
      "distinct causes of one principal within the window that make an enumeration": String(enumerationCauses),
      "accounts with the same refusal within the window that make one incident": String(spreadAccounts),
      "posts per hour (`slack.maxPostsPerHour`)": String(slack.maxPostsPerHour),
      "pause between roll-ups beyond it": `${rollUpEveryMs / 60_000} minutes`,
      "hour of the daily digest of mutes (UTC)": String(digestDueMs(0) / 3_600_000),
    });
  });

  it("names every built-in mute", () => {
    const rows = tableUnder(page, "Mutes").map(([name]) => codeIn(name));
    expect(rows).to.have.members(defaultMutes.map(({ name }) => name));
  });

  it("names as tampering only what is", () => {
    const section = textOf(page).split("### What cannot be muted")[1]?.split(/^#/m)[0] ?? "";
    const actions = [...section.matchAll(/`([a-z0-9]+):([A-Z]\w+)`/g)];
    expect(actions).to.have.length.above(15);
    for (const [text, service, eventName] of actions) {
      const record = deniedRecord({ eventSource: `${service}.amazonaws.com`, eventName });
      const denial = denialOf(record, "id", 0);
      expect(denial !== undefined && isTrailTampering(denial), text).to.equal(true);
    }
  });
});
