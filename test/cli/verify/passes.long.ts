import { expect } from "chai";

import { webhookStack } from "../../support/laid-out-program";
import { verifyWithout } from "./played-verification";

describe("warden verify, in a local run", function () {
  this.timeout(120_000);

  it("passes, and shows one message in Slack that accounts for the call", async () => {
    const { findings, effects } = await verifyWithout(webhookStack);
    expect(findings.filter(({ state }) => !["holds", "note"].includes(state))).to.deep.equal([]);
    const links = findings.map(({ link }) => link);
    for (const link of ["denied call", "trail trail", "arrival", "Slack webhook", "news of alarm denied-calls"])
      expect(links).to.include(link);
    const messages = effects.filter((effect) => effect.effect === "slack");
    expect(messages.map(({ eventIds }) => eventIds.length)).to.deep.equal([1]);
    expect(effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
  });
});
