import { expect } from "chai";

import type { Ending, KeyFaultStage } from "../../support/key-fault-stage";
import { callsOf } from "../../support/key-fault-stage";
import {
  expectContained,
  expectNothingHalfDone,
  firstCallsOf,
  firstOfEachService,
  labelOf,
  playEach,
  writesOf,
} from "../../support/key-fault-endings";
import { startThefts } from "./theft-stage";

describe("disable-key, as uploaded, while each of its calls fails in turn", function () {
  this.timeout(120_000);
  let stage: KeyFaultStage;
  let clean: Ending;

  before(async () => {
    stage = await startThefts("f0200000");
    clean = await stage.play([]);
    expectContained(clean, "without a fault");
  });
  after(() => stage?.stop());

  it("makes every call that it is known to make", () => {
    expect([...new Set(callsOf(clean, "disable-key").map(({ operation }) => operation))].sort()).to.deep.equal([
      ...["BatchGetItem", "FilterLogEvents", "GetAccessKeyInfo", "GetAccessKeyLastUsed", "GetItem", "GetSecretValue"],
      ...["ListAccessKeys", "ListUserTags", "Publish", "PutItem", "Query", "SendMessage", "TransactWriteItems"],
      "UpdateAccessKey",
    ]);
  });

  it("leaves nothing half done where AWS fails for one try", () =>
    playEach(stage, callsOf(clean, "disable-key"), "server-error", expectNothingHalfDone));

  it("leaves nothing half done where a service throttles for one try", () =>
    playEach(stage, firstOfEachService(clean, "disable-key"), "throttle", expectNothingHalfDone));

  it("leaves nothing half done where a call is denied", () =>
    playEach(stage, callsOf(clean, "disable-key"), "access-denied", expectNothingHalfDone));

  it("disables the key and says so where the answer to any write is lost", () =>
    playEach(stage, writesOf(clean, "disable-key"), "lost-response", (ending, label) => {
      expectContained(ending, label);
      expect(ending.decisions.map(({ verdict }) => verdict)[0], label).to.equal("done");
    }));

  it("tells people or keeps the event where a service fails for good", async () => {
    for (const call of firstCallsOf(clean, "disable-key")) {
      const { service, operation } = call;
      const kind = "server-error";
      const ending = await stage.play([{ kind, function: "disable-key", service, operation }]);
      expectNothingHalfDone(ending, labelOf(call, "lasting failure"));
    }
  });

  it("hears of a call that is not answered at all before its own time is over", async () => {
    const [call] = callsOf(clean, "disable-key").filter(({ operation }) => operation === "UpdateAccessKey");
    const startedMs = performance.now();
    const ending = await stage.play([{ ...call, kind: "no-answer" }]);
    expect(ending.calls.some(({ error }) => error === "no answer")).to.equal(true);
    expectContained(ending, "no answer");
    expect(performance.now() - startedMs).to.be.within(4_900, 30_000);
  });
});
