import type { Ending } from "../../support/key-fault-stage";
import { callsOf, KeyFaultStage } from "../../support/key-fault-stage";
import { expectContained, firstOfEachService, playEach, writesOf } from "../../support/key-fault-endings";
import { enforcing, leak } from "../disable-key/stories";

describe("respond-to-exposed-key, as uploaded, while each of its calls fails in turn", function () {
  this.timeout(120_000);
  let stage: KeyFaultStage;
  let clean: Ending;

  before(async () => {
    stage = await KeyFaultStage.start("respond-to-exposed-key", enforcing, async ({ keyId, atMs }, target) => {
      const item = leak(keyId, atMs, `7bf73129-1428-4cd3-a780-${keyId.slice(-12).toLowerCase()}`);
      if (item.kind === "eventbridge") await target.invoke(item.event, atMs + 5_000, [String(item.event.id)]);
    });
    clean = await stage.play([]);
    expectContained(clean, "without a fault");
  });
  after(() => stage?.stop());

  for (const kind of ["server-error", "access-denied"] as const) {
    it(`hands the key over all the same: ${kind} for one try`, () =>
      playEach(stage, callsOf(clean, "respond-to-exposed-key"), kind, expectContained));
  }

  it("hands the key over all the same where a service throttles for one try", () =>
    playEach(stage, firstOfEachService(clean, "respond-to-exposed-key"), "throttle", expectContained));

  it("has the key disabled once where an answer to what it writes is lost", () =>
    playEach(stage, writesOf(clean, "respond-to-exposed-key"), "lost-response", expectContained));
});
