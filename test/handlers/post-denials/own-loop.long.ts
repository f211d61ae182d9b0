import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { ApiEffect, PlayedEffect, SlackEffect } from "../../../local/effects";
import { startPlay } from "../../../local/play/play";
import type { Layout } from "../../../local/program/layout";
import { laidOutProgram, webhookStack } from "../../support/laid-out-program";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.parse("2026-03-17T10:00:00Z");
const hours = 3;

/** The program as somebody has left it who took a statement out of a function's role. */
function without(sid: string, name: string, layout: Layout): Layout {
  let cuts = 0;
  const resources = layout.resources.map((resource) => {
    if (resource.type !== "aws:iam/rolePolicy:RolePolicy" || resource.name !== name) return resource;
    const policy = JSON.parse(String(resource.inputs.policy)) as { readonly Statement: { readonly Sid: string }[] };
    const Statement = policy.Statement.filter(({ Sid }) => Sid !== sid);
    cuts += policy.Statement.length - Statement.length;
    return { ...resource, inputs: { ...resource.inputs, policy: JSON.stringify({ ...policy, Statement }) } };
  });
  expect(cuts, `statements ${sid} of ${name}`).to.equal(1);
  return { ...layout, resources };
}

/** The function runs every five minutes, and the trail records what it is refused. */
async function played(name: string, layout: Layout): Promise<readonly PlayedEffect[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-loop-"));
  const effects: PlayedEffect[] = [];
  const emit = (effect: PlayedEffect) => void effects.push(effect);
  const play = await startPlay({ layout, folder, emit, recordsOwnDenials: true });
  try {
    for (let atMs = startMs; atMs < startMs + hours * hourMs; atMs += 5 * minuteMs) {
      const isLast = atMs + 5 * minuteMs >= startMs + hours * hourMs;
      const untilMs = isLast ? Number.POSITIVE_INFINITY : atMs + 5 * minuteMs;
      await play.fromOutside(async () => play.handOver(name, { source: "aws.events" }), atMs, untilMs);
    }
    return effects;
  } finally {
    await play.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe("a function's role that lacks a permission, with what it is refused in the trail that Warden reads", function () {
  this.timeout(300_000);

  it("makes at most one post of denied calls an hour, whose ids are complete", async () => {
    const layout = without("LookAtTrails", "restart-trail", await laidOutProgram(webhookStack));
    const effects = await played("restart-trail", layout);
    const refused = effects.filter(
      (effect): effect is ApiEffect =>
        effect.effect === "api" && effect.function === "restart-trail" && !effect.allowed,
    );
    expect(refused, "refused calls").to.have.length.above(hours * 12 - 1);
    const posts = effects.filter(
      (effect): effect is SlackEffect =>
        effect.effect === "slack" && effect.function === "post-denials" && effect.update !== true,
    );
    const times = posts.map(({ at }) => Date.parse(at));
    expect(times).to.have.length.within(2, hours + 1);
    times.slice(1).forEach((atMs, before) => expect(atMs - (times[before] ?? 0)).to.be.at.least(hourMs));
    const ids = posts.flatMap(({ eventIds }) => eventIds);
    expect(new Set(ids).size, "each id once").to.equal(ids.length);
    expect(ids).to.have.length(refused.length);
    for (const { message } of posts) expect(JSON.stringify(message)).to.contain("API Warden's own calls were denied");
  });
});
