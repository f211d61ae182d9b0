import type { Ending, KeyFaultStage } from "../../support/key-fault-stage";
import { callsOf } from "../../support/key-fault-stage";
import { expectContained, firstOfEachService, playEach, writesOf } from "../../support/key-fault-endings";
import { startThefts } from "../disable-key/theft-stage";

describe("watch-keys, as uploaded, while each of its calls fails in turn", function () {
  this.timeout(120_000);
  let stage: KeyFaultStage;
  let clean: Ending;

  before(async () => {
    stage = await startThefts("f0100000");
    clean = await stage.play([]);
    expectContained(clean, "without a fault");
  });
  after(() => stage?.stop());

  it("reports the key all the same where AWS fails for one try", () =>
    playEach(stage, callsOf(clean, "watch-keys"), "server-error", expectContained));

  it("reports the key all the same where a service throttles for one try", () =>
    playEach(stage, firstOfEachService(clean, "watch-keys"), "throttle", expectContained));

  it("reports the key all the same where a call is denied once", () =>
    playEach(stage, callsOf(clean, "watch-keys"), "access-denied", expectContained));

  it("disables the key once where an answer to what it writes is lost", () =>
    playEach(stage, writesOf(clean, "watch-keys"), "lost-response", expectContained));
});
