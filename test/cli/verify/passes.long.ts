import { expect } from "chai";

import { webhookStack } from "../../support/laid-out-program";
import { verifyWithout } from "./played-verification";
import { queueStack, siemStack, topicStack } from "./stacks-with-queues";

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

  const withQueues: Readonly<Record<string, readonly [Readonly<Record<string, unknown>>, readonly string[]]>> = {
    "tickets, and log files for a SIEM": [
      siemStack,
      [
        "bucket notification log-files",
        "topic log-files",
        "topic subscription log-files",
        "queue log-files",
        "queue log-files-dead-letters",
        "topic subscription open-ticket",
        "queue open-ticket",
        "queue open-ticket-dead-letters",
        "event source open-ticket",
        "queue disable-key-wake",
        "event source disable-key-wake",
      ],
    ],
    "a trail's bucket that a topic announces": [
      topicStack,
      ["topic subscription trail-files", "queue trail-files", "event source trail-files"],
    ],
    "a trail's bucket that a queue announces": [queueStack, ["queue trail-files", "event source trail-files"]],
  };
  for (const [what, [stack, links]] of Object.entries(withQueues)) {
    it(`passes with ${what}, every queue and every way to one looked at`, async () => {
      const { findings, effects } = await verifyWithout(stack);
      expect(findings.filter(({ state }) => !["holds", "note"].includes(state))).to.deep.equal([]);
      const holding = findings.filter(({ state }) => state === "holds").map(({ link }) => link);
      expect(holding).to.include.members([...links, "arrival", "Slack webhook"]);
      expect(effects.filter(({ effect }) => effect === "error")).to.deep.equal([]);
    });
  }
});
