import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { PlayedEffect } from "../../../local/effects";
import type { AuditNote } from "../../../local/play/audit-trail";
import { startPlay } from "../../../local/play/play";
import { appStack, laidOutProgram, webhookStack } from "../../support/laid-out-program";

const firstTickMs = Date.parse("2026-03-17T07:17:00Z");

/** One morning of the probe, from the uploaded form of every function. */
async function morning(
  configuration: Readonly<Record<string, unknown>>,
  slackFault: () => { readonly status: number; readonly body: string } | undefined = () => undefined,
): Promise<{ readonly effects: readonly PlayedEffect[]; readonly muted: readonly (string | undefined)[] }> {
  const layout = await laidOutProgram(configuration);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-probe-"));
  const effects: PlayedEffect[] = [];
  const muted: (string | undefined)[] = [];
  const emit = (effect: PlayedEffect) => void effects.push(effect);
  const noted = ({ what, rule }: AuditNote) => void (what === "muted" && muted.push(rule));
  const play = await startPlay({ layout, folder, emit, noted, slackFault, recordsOwnDenials: true });
  try {
    await play.fromOutside(async () => play.handOver("probe", { source: "aws.events" }), firstTickMs);
    return { effects, muted };
  } finally {
    await play.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe("the daily probe, played", function () {
  this.timeout(300_000);

  for (const [what, stack] of Object.entries({ "a webhook": webhookStack, "an app": appStack })) {
    it(`comes out, is counted as muted by its rule, and says nothing, through ${what}`, async () => {
      const { effects, muted } = await morning(stack);
      expect(muted).to.deep.equal(["probe"]);
      expect(effects.filter(({ effect }) => effect === "slack" || effect === "error")).to.deep.equal([]);
      const mails = effects
        .filter((effect) => effect.effect === "email")
        .map(({ topic, subject }) => `${topic}: ${subject}`);
      expect(mails).to.deep.equal(["compliance: ALARM: denied-calls"]);
      const looked = effects.filter((effect) => effect.effect === "api" && effect.function === "probe");
      expect(looked.map((effect) => (effect.effect === "api" ? effect.operation : ""))).to.include("DescribeAlarms");
    });
  }

  it("mails that Slack is gone, and posts nothing", async () => {
    const { effects, muted } = await morning(webhookStack, () => ({ status: 404, body: "no_service" }));
    expect(muted).to.deep.equal(["probe"]);
    const mails = effects.filter((effect) => effect.effect === "email" && effect.topic === "alerts");
    expect(mails.map((effect) => (effect.effect === "email" ? effect.text : ""))).to.have.lengthOf(1);
    expect(JSON.stringify(mails)).to.contain("Slack takes no message: Slack answered 404");
    expect(effects.filter(({ effect }) => effect === "slack")).to.deep.equal([]);
  });
});
