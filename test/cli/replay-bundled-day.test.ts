import { expect } from "chai";

import { drawEffect } from "../../cli/effect-printer";
import { DenialTally } from "../../cli/denial-tally";
import { MostSevere } from "../../cli/most-severe";
import { drawSummary } from "../../cli/summary-printer";
import { classifyRecord } from "../../core/cloudtrail/error-code";
import { textAt } from "../../core/cloudtrail/record";
import { bundledDay } from "../../local/bundled-day/bundled-day";
import { expectAllAccounted } from "./expect-accounted";
import type { Replay } from "./run-warden";
import { replay } from "./run-warden";

describe("npm start on the bundled day", () => {
  let run: Replay;
  const items = [...bundledDay()];
  const denials = items.filter(({ record }) => classifyRecord(record) !== "none");

  before(async function () {
    this.timeout(60_000);
    run = await replay([], { readerWaitsMs: 5 });
  });

  it("ends well, with messages, e-mails and an alarm", () => {
    expect(run.status, run.stderr).to.equal(0);
    expect(run.posts).to.have.lengthOf.within(5, 12);
    const kinds = run.effects.map(({ effect }) => effect);
    expect(kinds.filter((kind) => kind === "email")).to.have.lengthOf.within(1, 12);
    const alarms = run.effects.filter((effect) => effect.effect === "alarm");
    expect(alarms.some(({ state }) => state === "ALARM")).to.equal(true);
    expect(alarms.at(-1)?.state, "the alarm is silent again in the end").to.equal("OK");
  });

  it("writes everything before it ends, also into the pipe of a slow reader", () => {
    expect(Buffer.byteLength(run.stdout), "more than a pipe holds").to.be.above(65_536);
    const written = Object.values(run.summary.effects).reduce((sum, count) => sum + count, 0);
    expect(run.effects).to.have.lengthOf(written);
  });

  it("writes one effect per line, and nothing else, in event time", () => {
    const times = run.effects.map(({ at }) => at);
    expect(times.every((at) => new Date(at).toISOString() === at)).to.equal(true);
    expect(times).to.deep.equal([...times].sort());
  });

  it("sums up what was played", () => {
    const { summary, effects } = run;
    expect(summary).to.have.all.keys(
      "effect records events denied denials muted unreadable startupMs durationMs ticks effects".split(" "),
    );
    expect(summary).to.deep.include({ records: items.length, events: 0, unreadable: 0, denials: denials.length });
    // The failed sign-in is no denied call by the pattern.
    expect(summary.denied).to.equal(denials.length - 1);
    expect(summary.ticks.run).to.be.above(0);
    expect(summary.ticks.skipped).to.be.above(0);
    expect(summary.startupMs).to.be.above(0);
    expect(summary.durationMs).to.be.above(0);
    for (const [kind, count] of Object.entries(summary.effects)) {
      expect(
        effects.filter(({ effect }) => effect === kind),
        kind,
      ).to.have.lengthOf(count);
    }
  });

  it("accounts for every denied call in one message, or as muted", () => {
    expectAllAccounted(
      run,
      denials.map(({ record }) => textAt(record, "eventID") ?? ""),
    );
    expect(run.summary.muted).to.deep.equal({ "log-delivery-head-bucket": 12 });
  });

  it("calls nothing that a function's declared role does not allow", () => {
    const calls = run.effects.filter((effect) => effect.effect === "api");
    expect(calls).to.have.lengthOf.above(50);
    expect(calls.filter(({ allowed }) => !allowed)).to.deep.equal([]);
  });

  it("lets a reader name the stolen key, the deployment role and the scanner", () => {
    const options = { width: 100, colour: false };
    const [tally, mostSevere] = [new DenialTally(), new MostSevere()];
    for (const item of items) tally.count(item);
    for (const effect of run.effects) mostSevere.see(effect);
    const drawn = run.effects.map((effect) => drawEffect(effect, options)).join("");
    const summary = drawSummary(run.summary, { tally, mostSevere: mostSevere.message, wouldBe: [] }, options);
    expect(drawn).to.match(/Critical: enumeration: \d+ actions .*by user backup-legacy/);
    expect(drawn).to.match(/key ending `MPLE`/);
    expect(drawn).to.match(/ecs:RegisterTaskDefinition denied to role deploy-production/);
    expect(drawn).to.match(/enumeration: 10 actions .*by role posture-scanner/);
    const flowing = summary.replaceAll(/\s+/g, " ");
    expect(flowing).to.match(/Look first at .*user backup-legacy \(long-term key ending MPLE/);
    expect(flowing).to.include("role deploy-production").and.to.include("role posture-scanner");
  });
});
