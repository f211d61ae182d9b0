import { expect } from "chai";

import type { KeptProfile, ProfileStore } from "../../clients/profile-store";
import { profileStore, versionOnceWritten } from "../../clients/profile-store";
import { learn, newProfile } from "../../core/profiles/learn";
import { storedProfile } from "../../core/profiles/stored-form";
import { dayMs, startMs, strange, usual } from "../core/profiles/sample-request";
import { REGION, SETUP } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

const declared = {
  name: "profiles",
  arn: `arn:aws:dynamodb:${REGION}:111122223333:table/profiles`,
  hashKey: "key",
  ttlAttribute: "expiresAt",
};
const forgetAfterMs = 90 * dayMs;

/** The nth key's profile; a number beside makes it hold that many long values. */
function profileOf(number: number, longValues = 0): KeptProfile {
  const accessKeyId = `AKIAEXAMPLE${String(number).padStart(9, "0")}`;
  const profile = newProfile({ ...usual(startMs), accessKeyId });
  for (let value = 0; value < longValues; value += 1) {
    learn(profile, { ...usual(startMs, { eventName: `${value} ${"x".repeat(240)}` }), accessKeyId });
  }
  return { profile, version: 0 };
}

const idsOf = (kept: readonly KeptProfile[]) => kept.map(({ profile }) => profile.accessKeyId);

describe("key profiles in DynamoDB", () => {
  let running: CalledAccount;
  let store: ProfileStore;

  beforeEach(async () => {
    running = await startCalledAccount({ ...SETUP, tables: [declared] });
    running.account.setClock(startMs);
    store = profileStore("profiles");
  });

  afterEach(() => running.stop());

  const operations = () => running.calls.map(({ operation }) => operation);

  it("are what was written, with the version that the next writer needs", async () => {
    const { profile } = profileOf(1);
    expect(await store.save([{ profile, version: 0, refreshedDay: 20_000 }], forgetAfterMs)).to.deep.equal(new Set());
    const kept = (await store.load([profile.accessKeyId])).profiles.get(profile.accessKeyId);
    expect(kept).to.include({ version: versionOnceWritten({ profile, version: 0 }), refreshedDay: 20_000 });
    expect(kept && storedProfile(kept.profile)).to.deep.equal(storedProfile(profile));
    expect(await store.load(["AKIAEXAMPLE999999999"])).to.deep.equal({ profiles: new Map(), unreadable: new Set() });
  });

  it("take one call for each hundred keys, to read and to write", async () => {
    const many = Array.from({ length: 250 }, (_, number) => profileOf(number));
    await store.save(many, forgetAfterMs);
    expect(operations()).to.deep.equal(Array<string>(3).fill("TransactWriteItems"));
    running.calls.length = 0;
    expect((await store.load(idsOf(many))).profiles.size).to.equal(250);
    expect(operations()).to.deep.equal(Array<string>(3).fill("BatchGetItem"));
  });

  it("take more calls where they are large, and come back whole", async () => {
    const { profile } = profileOf(0, 590);
    const large = Array.from({ length: 40 }, (_, number) => ({
      profile: { ...profile, accessKeyId: profileOf(number).profile.accessKeyId },
      version: 0,
    }));
    await store.save(large, forgetAfterMs);
    expect(operations().length).to.be.within(2, 5);
    expect((await store.load(idsOf(large))).profiles.size).to.equal(40);
  });

  it("are not written over what somebody else has written, and keep no other from being written", async () => {
    const [first, second, third] = [profileOf(1), profileOf(2), profileOf(3)];
    await store.save([first, second], forgetAfterMs);
    const [written, stale] = [
      { ...first, version: versionOnceWritten(first) },
      { ...second, version: 5 },
    ];
    const unwritten = await store.save([written, stale, third], forgetAfterMs);
    expect([...unwritten]).to.deep.equal(idsOf([second]));
    const { profiles } = await store.load(idsOf([first, second, third]));
    expect(idsOf([first, second, third]).map((id) => profiles.get(id)?.version)).to.deep.equal([
      versionOnceWritten(written),
      versionOnceWritten(second),
      versionOnceWritten(third),
    ]);
    expect([...(await store.save([first], forgetAfterMs))]).to.deep.equal(idsOf([first]));
  });

  it("are not written over what was made anew after somebody had deleted them", async () => {
    const { profile } = profileOf(1);
    const old = { profile, version: 0 };
    await store.save([old], forgetAfterMs);
    await store.remove(profile.accessKeyId);
    const anew = newProfile({ ...usual(startMs + dayMs), accessKeyId: profile.accessKeyId });
    await store.save([{ profile: anew, version: 0 }], forgetAfterMs);
    const unwritten = await store.save([{ profile, version: versionOnceWritten(old) }], forgetAfterMs);
    expect([...unwritten]).to.deep.equal([profile.accessKeyId]);
  });

  it("throw what AWS says where it is anything else", async () => {
    running.account.put({ faults: [{ kind: "access-denied", operation: "TransactWriteItems", nth: 1 }] });
    const failure: unknown = await store
      .save([profileOf(1), profileOf(2)], forgetAfterMs)
      .catch((error: unknown) => error);
    expect(failure).to.have.property("name", "AccessDeniedException");
  });

  it("outlive the time after which a key is stale, and then expire", async () => {
    const { profile } = profileOf(1);
    learn(profile, usual(startMs + dayMs, strange.ip));
    await store.save([{ profile, version: 0 }], forgetAfterMs);
    const stalePlus = (days: number) => startMs + dayMs + forgetAfterMs + days * dayMs;
    running.account.setClock(stalePlus(399));
    expect((await store.load([profile.accessKeyId])).profiles.size).to.equal(1);
    running.account.setClock(stalePlus(401));
    expect((await store.load([profile.accessKeyId])).profiles.size).to.equal(0);
  });

  it("are named where they can't be read, for example of a newer version", async () => {
    const bad: readonly (readonly [string, string])[] = [
      ["AKIAEXAMPLE000000001", JSON.stringify({ ...storedProfile(profileOf(1).profile), version: 2 })],
      ["AKIAEXAMPLE000000002", "{"],
      ["AKIAEXAMPLE000000003", JSON.stringify(storedProfile(profileOf(4).profile))],
    ];
    running.account.put({
      tables: [
        {
          ...declared,
          items: bad.map(([key, profile]) => ({ key: { S: key }, version: { N: "1" }, profile: { S: profile } })),
        },
      ],
    });
    await store.save([profileOf(5)], forgetAfterMs);
    const ids = bad.map(([key]) => key);
    const { profiles, unreadable } = await store.load([...ids, ...idsOf([profileOf(5)])]);
    expect([...unreadable].sort()).to.deep.equal(ids);
    expect([...profiles.keys()]).to.deep.equal(idsOf([profileOf(5)]));
  });

  it("can be gone through, and removed one by one", async () => {
    const some = [profileOf(1), profileOf(2), profileOf(3)];
    await store.save(some, forgetAfterMs);
    const found: string[] = [];
    for await (const { profiles } of store.all()) found.push(...profiles.keys());
    expect(found.sort()).to.deep.equal(idsOf(some));
    expect(await store.remove(idsOf(some)[0] ?? "")).to.equal(true);
    expect(await store.remove(idsOf(some)[0] ?? "")).to.equal(false);
    expect((await store.load(idsOf(some))).profiles.size).to.equal(2);
  });
});
