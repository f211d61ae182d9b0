import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { dayMs, hourMs, startMs, strange } from "../../core/profiles/sample-request";
import { brazil, call, keyId, profiledKeys } from "./profiled-keys";

const minuteMs = 60_000;
const learntMs = startMs + 2 * dayMs;

/** Somebody else's call with the key: everything but the region is unusual. */
const attack = (atMs: number, changes: CloudTrailRecord = {}) =>
  call(atMs, { ...strange.ip, ...strange.agent, ...strange.event, ...changes });

/** A stack that has learnt the key for two days. */
async function learnt(allowedCountries?: readonly string[]) {
  const stage = profiledKeys(allowedCountries);
  const container = stage.container();
  await container.deliver([call(startMs), call(startMs + hourMs, strange.event)], startMs);
  await container.deliver([call(learntMs)], learntMs);
  await container.tick(learntMs);
  stage.mails.length = 0;
  return { ...stage, container, newContainer: stage.container };
}

describe("watch-keys and the profiles of keys", () => {
  const { log } = console;
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    console.log = (line: string) => void lines.push(line);
  });
  afterEach(() => void (console.log = log));

  it("learn a new key, report nothing of it, and tell of it in the next mail", async () => {
    const { container, published, mails, profiles } = profiledKeys();
    const one = container();
    await one.deliver([call(startMs), attack(startMs + hourMs)], startMs);
    expect(published).to.deep.equal([]);
    expect(profiles.stored(keyId)?.ip).to.have.length(2);
    await one.tick(startMs + hourMs);
    expect(mails.map(({ subject }) => subject)).to.deep.equal(["Key profiles: 1 key never seen before"]);
    expect(mails[0]?.text).to.contain("There was no key profile at all before");
    expect(mails[0]?.text).to.contain("key ending 0001 of user alice in account 111122223333");
    await one.deliver([call(startMs + 2 * hourMs)], startMs + 2 * hourMs);
    await one.tick(startMs + 3 * hourMs);
    expect(mails).to.have.length(1);
  });

  it("report a suspicious request as one signal with its score and reasons, and mail it as a table", async () => {
    const { container, published, mails, table } = await learnt();
    const records = [attack(learntMs + hourMs), attack(learntMs + hourMs)];
    await container.deliver(records, learntMs + hourMs);
    const text =
      "2 requests unlike this key's others, the least of them scored 35 of 100 (address not known, agent not known)";
    expect(published).to.deep.equal([
      {
        accessKeyId: keyId,
        userName: "alice",
        account: "111122223333",
        principalType: "IAMUser",
        signals: [{ kind: "profile", atMs: learntMs + hourMs, text }],
        address: "198.51.100.66",
        awsOwned: false,
        eventIds: records.map(({ eventID }) => eventID),
        seenAtMs: learntMs + hourMs,
        userAgent: "Boto3/1.40.11",
        event: "dynamodb:ListTables",
        region: "eu-west-1",
      },
    ]);
    expect(table.value(`SIGNALS#${keyId}`, "profile")).to.deep.equal(published[0]?.signals[0]);
    await container.tick(learntMs + 2 * hourMs);
    expect(mails.map(({ subject }) => subject)).to.deep.equal(["Key profiles: 2 suspicious requests of 1 key"]);
    expect(mails[0]?.text).to.match(
      /^Score {2}Reason {13}Request\n\n {3}35 {2}address not known {2}dynamodb:ListTables in eu-west-1$/m,
    );
  });

  for (const [what, place, doubt] of [
    ["a private address", { sourceIPAddress: "10.1.2.3" }, "unknown-origin"],
    ["a VPC endpoint", { sourceIPAddress: "198.51.100.66", vpcEndpointId: "vpce-0a1b" }, "unknown-origin"],
    ["AWS's own machines", { sourceIPAddress: "13.250.0.1" }, "aws-owned-address"],
  ] as const) {
    it(`report a suspicious request from ${what} with the doubt about it, and remember that`, async () => {
      const { container, published, table } = await learnt();
      await container.deliver([attack(learntMs + hourMs, place)], learntMs + hourMs);
      const isAws = doubt === "aws-owned-address";
      expect(published[0]).to.include({ awsOwned: isAws, ...(isAws ? {} : { originUnknown: true }) });
      expect(published[0]?.signals.map(({ kind }) => kind)).to.deep.equal(["profile"]);
      expect(table.value(`SIGNALS#${keyId}`, "profile")).to.include({ doubt });
    });
  }

  it("never learn from what is suspicious, however often it comes between what is usual", async () => {
    const { container, profiles, published } = await learnt();
    for (let hour = 1; hour < 30; hour += 1) {
      const atMs = learntMs + hour * hourMs;
      await container.deliver([call(atMs), attack(atMs)], atMs);
    }
    expect(profiles.stored(keyId)?.ip.map(([address]) => address)).to.deep.equal(["203.0.113.7"]);
    expect(profiles.stored(keyId)?.agent).to.have.length(1);
    expect(published).to.have.length(29);
  });

  it("report the same place once an hour, another agent, region or address at once, and no more than twenty", async () => {
    const { container, published } = await learnt();
    for (let minute = 0; minute < 60; minute += 1)
      await container.deliver([attack(learntMs)], learntMs + minute * minuteMs);
    expect(published).to.have.length(1);
    await container.deliver([attack(learntMs, { userAgent: "curl/8" })], learntMs + minuteMs);
    expect(published).to.have.length(2);
    for (let address = 0; address < 100; address += 1) {
      const record = attack(learntMs, { sourceIPAddress: `192.0.2.${address}` });
      await container.deliver([record], learntMs + 2 * minuteMs);
    }
    expect(published).to.have.length(20);
  });

  it("cost no call for a storm that was reported", async () => {
    const { container, profiles } = await learnt();
    await container.deliver([attack(learntMs)], learntMs);
    const before = { ...profiles.counts };
    for (let delivery = 0; delivery < 50; delivery += 1)
      await container.deliver([attack(learntMs)], learntMs + minuteMs);
    expect(profiles.counts).to.deep.equal(before);
  });

  it("learn nothing from abroad, even while they learn", async () => {
    const { container, profiles, published } = profiledKeys(["DE"]);
    const one = container();
    await one.deliver([call(startMs), call(startMs + 1, { sourceIPAddress: brazil })], startMs);
    expect(profiles.stored(keyId)?.ip.map(([address]) => address)).to.deep.equal(["203.0.113.7"]);
    await one.deliver([call(learntMs, { sourceIPAddress: brazil })], learntMs);
    expect(published.map(({ signals }) => signals.map(({ kind }) => kind))).to.deep.equal([
      ["country"],
      ["country", "profile"],
    ]);
  });

  it("go by what a person has called expected, which then is known, and for its country is no news either", async () => {
    const { container, published, expect: answer, profiles } = await learnt(["DE"]);
    await container.deliver([attack(learntMs, { sourceIPAddress: brazil })], learntMs);
    const [reported] = published;
    expect(reported?.signals.map(({ kind }) => kind)).to.deep.equal(["country", "profile"]);
    if (reported !== undefined) await answer(reported, learntMs + minuteMs);
    const laterMs = learntMs + 2 * hourMs;
    await container.deliver([attack(laterMs, { sourceIPAddress: brazil })], laterMs);
    expect(published).to.have.length(1);
    expect(profiles.stored(keyId)?.ip.map(([address]) => address)).to.deep.equal([brazil, "203.0.113.7"]);
    expect(profiles.stored(keyId)?.agent.map(([agent]) => agent)).to.include("Boto3/1.40.11");
    await container.deliver([attack(laterMs)], laterMs + minuteMs);
    expect(published.map(({ address }) => address)).to.deep.equal([brazil, "198.51.100.66"]);
  });

  it("tell of a key that comes back after 90 days, with how well it fits what was known, and learn it anew", async () => {
    const { container, published, mails, profiles } = await learnt();
    const backMs = learntMs + 90 * dayMs;
    await container.deliver([attack(backMs)], backMs);
    expect(published).to.deep.equal([]);
    expect(profiles.stored(keyId)?.ip.map(([address]) => address)).to.deep.equal(["198.51.100.66"]);
    await container.tick(backMs + hourMs);
    expect(mails.map(({ subject }) => subject)).to.deep.equal(["Key profiles: 1 key back after a long time"]);
    expect(mails[0]?.text).to.contain("its first request scores 35 of 100 against what was known");
  });

  it("give no verdict while the profiles can't be read, say so once, and look at everything else", async () => {
    const { container, profiles, published, mails } = await learnt(["DE"]);
    profiles.fail("load", "save");
    for (let minute = 0; minute < 30; minute += 1) {
      const atMs = learntMs + dayMs + minute * minuteMs;
      await container.deliver([attack(atMs), call(atMs, { sourceIPAddress: brazil })], atMs);
    }
    expect(published.map(({ signals }) => signals.map(({ kind }) => kind))).to.deep.equal([["country"]]);
    expect(lines.filter((line) => line.includes("no-verdict"))).to.deep.equal([
      '{"warden":"no-verdict","why":"InternalServerError"}',
    ]);
    const tickMs = learntMs + dayMs + hourMs;
    for (let hour = 0; hour < 20; hour += 1) {
      await container.deliver([attack(tickMs + hour * hourMs)], tickMs + hour * hourMs);
      await container.tick(tickMs + hour * hourMs);
    }
    expect(mails.map(({ subject }) => subject)).to.deep.equal(["Key profiles: profiles cannot be read"]);
    expect(mails[0]?.text).to.contain("(InternalServerError)");
    profiles.fail();
    await container.deliver([attack(tickMs + dayMs)], tickMs + dayMs);
    expect(published.at(-1)?.signals.map(({ kind }) => kind)).to.deep.equal(["profile"]);
  });

  it("keep nothing that could not be written", async () => {
    const { container, profiles } = await learnt();
    profiles.fail("save");
    await container.deliver([call(learntMs, strange.agent)], learntMs);
    expect(profiles.stored(keyId)?.agent).to.have.length(1);
    profiles.fail();
    await container.deliver([call(learntMs + 1, strange.agent)], learntMs);
    expect(profiles.stored(keyId)?.agent).to.have.length(2);
  });

  it("lose nothing where two containers learn at once", async () => {
    const { newContainer, profiles } = await learnt();
    const [one, other] = [newContainer(), newContainer()];
    await one.deliver([call(learntMs)], learntMs);
    await other.deliver([call(learntMs)], learntMs);
    profiles.beforeSave(() => other.deliver([call(learntMs, { eventName: "GetItem" })], learntMs));
    await one.deliver([call(learntMs, { eventName: "PutItem" })], learntMs);
    const events = profiles.stored(keyId)?.event.map(([event]) => event);
    expect(events).to.include.members(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteTable"]);
    expect(profiles.counts.refused).to.equal(1);
  });

  it("honour that a profile was deleted: nothing that a container remembers of it comes back", async () => {
    const { container, profiles } = await learnt();
    await profiles.remove(keyId);
    await container.deliver([call(learntMs, { eventName: "PutItem" })], learntMs);
    expect(profiles.stored(keyId)?.event.map(([event]) => event)).to.deep.equal(["dynamodb:PutItem"]);
  });

  it("mail at most once an hour, keep what could not be mailed, and say when the rest may go out", async () => {
    const { container, mails, failMail } = await learnt();
    await container.deliver([attack(learntMs)], learntMs);
    failMail(true);
    const failed: unknown = await container.tick(learntMs + hourMs).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    failMail(false);
    await container.tick(learntMs + hourMs + minuteMs);
    await container.deliver([attack(learntMs, { userAgent: "curl/8" })], learntMs + hourMs + 2 * minuteMs);
    const nextMs = (await container.tick(learntMs + hourMs + 3 * minuteMs)) ?? 0;
    expect(mails).to.have.length(1);
    await container.tick(nextMs);
    expect(mails).to.have.length(2);
    await container.tick(nextMs + 2 * hourMs);
    expect(mails).to.have.length(2);
  });

  it("say once, a day after they began, that there is no profile", async () => {
    const { container, mails } = profiledKeys();
    for (let hour = 0; hour < 72; hour += 1) await container().tick(startMs + hour * hourMs);
    expect(mails.map(({ subject }) => subject)).to.deep.equal(["Key profiles: no profile yet"]);
  });
});
