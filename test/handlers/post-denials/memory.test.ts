import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { denied, many, minute } from "../../support/denied-calls";
import { laidOutProgram, webhookStack } from "../../support/laid-out-program";
import type { MeasuredRun, TimedEvent } from "../../support/storm-process";
import { runAlone } from "../../support/storm-process";
import { envelopeOf } from "../../support/uploaded-function";

const megabyte = 1024 * 1024;

describe("post-denials, memory of a process that runs nothing else", function () {
  this.timeout(120_000);

  it("stays within the declared 256 MB in a storm of 10,000 denials in fourteen envelopes of 1 MB", async () => {
    const padded = { requestParameters: { tableName: "x".repeat(480) } };
    const storm = many(10_000, (position) => denied(minute(position / 10_000), padded));
    const envelopes = inEnvelopes(storm, 720);
    expect(envelopes).to.have.length(14);
    expect(JSON.stringify(storm).length / 14).to.be.within(0.9 * megabyte, 1.1 * megabyte);

    const run = await runAlone("post-denials", await laidOutProgram(webhookStack), envelopes);
    expect(accounted(run, "posted") + accounted(run, "gathered"), "every event was handled").to.equal(10_000);
    expect(run.declaredBytes).to.be.at.most(256 * megabyte);
    expect(run.peakRssBytes).to.be.within(20 * megabyte, run.declaredBytes);
  });
});

function inEnvelopes(records: readonly CloudTrailRecord[], size: number): TimedEvent[] {
  const events: TimedEvent[] = [];
  for (let from = 0; from < records.length; from += size) {
    const some = records.slice(from, from + size);
    const atMs = Date.parse(String(some.at(-1)?.eventTime));
    events.push({ event: envelopeOf({ messages: some.map((one) => JSON.stringify(one)) }, atMs), atMs });
  }
  return events;
}

function accounted({ lines }: MeasuredRun, warden: string): number {
  return lines
    .filter((line) => line.startsWith(`{"warden":"${warden}"`))
    .reduce((sum, line) => sum + (JSON.parse(line) as { count: number }).count, 0);
}
