import { expect } from "chai";

import type { AttributeKind } from "../../../core/profiles/profile";
import type { CallChanges } from "./keys-stage";
import { call, day, hour, key, KeysStage, otherKey } from "./keys-stage";

/** What makes a part of a request one that was never seen. */
const strange: Readonly<Record<AttributeKind, CallChanges>> = {
  ip: { ip: "203.0.113.66" },
  agent: { agent: "curl/8.0" },
  region: { region: "sa-east-1" },
  event: { action: "DeleteBucket" },
};
const weights: Readonly<Record<AttributeKind, number>> = { ip: 40, agent: 25, region: 25, event: 10 };
const kinds = Object.keys(weights) as AttributeKind[];

describe("warden keys score-requests", function () {
  this.timeout(20_000);
  let stage: KeysStage;
  before(async () => {
    stage = new KeysStage();
    await stage.runOnStore(["update-profile", stage.log("usual", [call(0), call(hour), call(day)])]);
  });
  after(() => stage.remove());

  it("scores all sixteen combinations of what matches; 70 is not suspicious, 65 is", async () => {
    const combinations = Array.from({ length: 16 }, (_, bits) => kinds.filter((_kind, index) => (bits >> index) & 1));
    const file = stage.log(
      "combinations",
      combinations.map((missing, index) =>
        call(
          2 * day + index,
          Object.assign({ id: `c-${index}` }, ...missing.map((kind) => strange[kind])) as CallChanges,
        ),
      ),
    );
    const { status, requests } = await stage.scores([file]);
    expect(status).to.equal(3);
    expect(requests).to.have.lengthOf(16);
    for (const [index, missing] of combinations.entries()) {
      const score = 100 - missing.reduce((sum, kind) => sum + weights[kind], 0);
      const request = requests.find(({ eventId }) => eventId === `c-${index}`);
      expect(request).to.deep.include({ score, suspicious: score < 70, state: "active" });
      for (const kind of kinds) expect(request?.matched[kind]).to.equal(!missing.includes(kind));
    }
    expect(
      requests.find(({ matched }) => !matched.ip && matched.agent && matched.region && matched.event)?.score,
    ).to.equal(60);
  });

  it("says of each distinct request whose it is, when it was, and what speaks against it", async () => {
    const theft = call(2 * day, { ...strange.ip, id: "theft" });
    const { requests } = await stage.scores([stage.log("one", [theft]), stage.log("again", [theft])]);
    expect(requests).to.deep.equal([
      {
        key,
        user: "build",
        account: "111122223333",
        eventId: "theft",
        at: "2026-03-19T10:00:00.000Z",
        score: 60,
        matched: { ip: false, agent: true, region: true, event: true },
        suspicious: true,
        reasons: ["address not known"],
        state: "active",
      },
    ]);
  });

  it("flags exactly the requests from one foreign address, in a table for people", async () => {
    const records = Array.from({ length: 40 }, (_, index) => call(2 * day + index, index % 8 === 3 ? strange.ip : {}));
    const run = await stage.runOnStore(["score-requests", stage.log("mixed", records)]);
    expect(run.status).to.equal(3);
    expect(run.stdout).to.contain("40 requests made with long-term keys; 40 scored.");
    expect(run.stdout).to.contain("5 requests suspicious, with a score below 70");
    expect(run.stdout).to.match(
      / 60 +5 +2026-03-19 10:03:00 UTC +AKIA\w+ +build +✗ 203\.0\.113\.66 +✓ Boto3\/1\.40 +✓ eu-west-1 +✓ s3:GetObject/,
    );
  });

  it("flags nothing that is known, and says so", async () => {
    const run = await stage.runOnStore(["score-requests", stage.log("known", [call(2 * day), call(2 * day + 1)])]);
    expect(run.status).to.equal(0);
    expect(run.stdout).to.contain("No suspicious requests.");
  });

  it("learns nothing, and changes no byte of the store", async () => {
    const before = stage.stored;
    await stage.runOnStore(["score-requests", stage.log("new", [call(2 * day, strange.event)])]);
    expect(stage.stored).to.equal(before);
  });

  it("gives a notice, and no verdict, for a key that was never seen, is still being learnt, or was not seen for long", async () => {
    const never = call(0, { key: otherKey });
    const late = call(200 * day, { ...strange.ip, ...strange.agent });
    const early = call(hour, { ...strange.ip, ...strange.agent });
    const file = stage.log("states", [never, late, early]);
    const { status, requests } = await stage.scores([file]);
    expect(status).to.equal(0);
    expect(requests.map(({ state, suspicious, reasons }) => [state, suspicious, reasons[0]])).to.deep.equal([
      ["new", false, "no profile of this key"],
      ["learning", false, "still learning"],
      ["stale", false, "key not seen for long"],
    ]);
    const run = await stage.runOnStore(["score-requests", file]);
    expect(run.stdout).to.contain(`without a profile in ${stage.store}: ${otherKey}`);
    expect(run.stdout).to.contain(`1 request of keys not seen for long: ${key}`);
  });

  it("judges from the first request on with --learn-for 0", async () => {
    const { status, requests } = await stage.scores(["--learn-for", "0", stage.log("early", [call(hour, strange.ip)])]);
    expect(status).to.equal(3);
    expect(requests[0]).to.deep.include({ state: "active", suspicious: true });
  });

  it("takes the weights and the threshold from the stack file", async () => {
    const file = stage.write(
      "Pulumi.test.yaml",
      "config:\n  api-warden:trail: {create: true}\n  api-warden:profiles:\n    weights: {ip: 10, agent: 40, region: 40, event: 10}\n    threshold: 95\n",
    );
    const { requests } = await stage.scores(["--stack-file", file, stage.log("weights", [call(2 * day, strange.ip)])]);
    expect(requests[0]).to.deep.include({ score: 90, suspicious: true });
  });

  it("prefers to say that a request is suspicious over what could not be read", async () => {
    const file = stage.write("half.jsonl", `${JSON.stringify(call(2 * day, strange.ip))}\n{\n`);
    expect((await stage.scores([file])).status).to.equal(3);
    expect((await stage.scores([stage.write("broken.jsonl", "{\n")])).status).to.equal(1);
  });
});
