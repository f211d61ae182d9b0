import { expect } from "chai";

import { actionStore } from "../../../clients/action-store";
import type { ActionRecord } from "../../../core/actions/record";
import { originCheck } from "../../../core/keys/country-check";
import type { KeyRequest } from "../../../handlers/disable-key/request";
import { keyResponder } from "../../../handlers/disable-key/responder";
import { keySettings } from "../../support/key-settings";
import type { KnownUsers } from "../../support/known-users";
import { knownUsers, ownAccount } from "../../support/known-users";
import { memoryTable } from "../../support/memory-table";

const stolen = "AKIAEXAMPLEBUILD0001";
const other = "AKIAEXAMPLEBUILD0002";
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const longAgoMs = Date.parse("2024-01-01T00:00:00Z");

const people = (...more: { accessKeyId: string; isActive: boolean; createdAtMs: number }[]) =>
  knownUsers({
    name: "build",
    keys: [
      { accessKeyId: stolen, isActive: true, createdAtMs: longAgoMs },
      { accessKeyId: other, isActive: true, createdAtMs: longAgoMs },
      ...more,
    ],
  });

function responderFor(keys: KnownUsers) {
  const rule = { allowedNetworks: [], allowedCountries: ["DE"], dataDate: "2026-09-26", maxAgeDays: 60 };
  return keyResponder({
    settings: keySettings({ rule, modes: "enforce" }),
    keys,
    history: {
      read: () => Promise.resolve({ records: [], truncated: false }),
      covers: () => Promise.resolve(false),
    },
    store: actionStore(memoryTable()),
    check: originCheck(rule, () => undefined),
    reach: { ownAccount, accounts: undefined, protected: [], deployingPrincipalArn: "" },
  });
}

const request: KeyRequest = {
  key: { accessKeyId: stolen, signals: [], eventIds: ["event-1"], seenAtMs: nowMs },
  occasion: "event-1",
};

const record: ActionRecord = {
  id: "wa-abcdefghij",
  state: "done",
  action: "disable-key",
  subject: { kind: "key", id: stolen, account: ownAccount },
  verdict: "done",
  reason: "signals",
  eventIds: ["event-1"],
  createdAtMs: nowMs,
  changedAtMs: nowMs,
  before: { userName: "build", accessKeyId: stolen, isActive: true },
  configurationHash: "0123456789ab",
  impact: [],
  report: { seen: [] },
  failures: 0,
  told: true,
};

async function disabled(users: KnownUsers) {
  const responder = responderFor(users);
  const performed = await responder.perform(request, await responder.lookAt(request, nowMs), nowMs);
  return { responder, performed };
}

describe("disabling a key", () => {
  it("makes that one inactive, reads it back, and leaves the user's other key", async () => {
    const users = people();
    const { performed } = await disabled(users);
    expect(performed).to.deep.equal({ outcome: "done", after: { isActive: false } });
    expect([...users.active]).to.deep.equal([
      [stolen, false],
      [other, true],
    ]);
  });

  it("says so where IAM takes the change and shows the key as before", async () => {
    const users = people();
    users.setActive = () => Promise.resolve(true);
    expect((await disabled(users)).performed).to.include({ outcome: "not-read-back" });
  });

  it("says so where the key has gone meanwhile", async () => {
    const users = people();
    users.setActive = () => Promise.resolve(false);
    expect((await disabled(users)).performed).to.deep.equal({ outcome: "gone" });
  });

  it("changes nothing where it does not know what the key was", async () => {
    const users = people();
    const responder = responderFor(users);
    const facts = await responder.lookAt(request, nowMs);
    const failure: unknown = await responder
      .perform(request, { ...facts, before: undefined }, nowMs)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(users.calls).not.to.include("setActive");
  });

  it("recognises its own change after a lost answer", async () => {
    const users = people();
    const { responder } = await disabled(users);
    expect(await responder.isAlreadyDone(record)).to.deep.equal({ after: { isActive: false } });
    users.active.set(stolen, true);
    expect(await responder.isAlreadyDone(record)).to.equal(false);
  });

  it("is undone once, by the record, and harmlessly again", async () => {
    const users = people();
    const { responder } = await disabled(users);
    expect(await responder.undo(record)).to.equal("restored");
    expect(users.active.get(stolen)).to.equal(true);
    expect(await responder.undo(record)).to.equal("already-so");
    users.users.length = 0;
    expect(await responder.undo(record)).to.equal("gone");
  });

  it("is not undone from a record that does not say what the key was", async () => {
    const users = people();
    const failure: unknown = await responderFor(users)
      .undo({ ...record, before: { userName: "build" } })
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(users.calls).to.deep.equal([]);
  });
});

describe("the second look at a user whose key was disabled", () => {
  const look = async (users: KnownUsers) => {
    const { responder } = await disabled(users);
    return { responder, again: () => responder.secondLook?.look(record, nowMs + 30_000) };
  };

  it("comes after half a minute, and tells of older keys as they are", async () => {
    const { responder, again } = await look(people());
    expect(responder.secondLook?.afterSeconds).to.equal(30);
    expect(await again()).to.deep.equal({
      contained: true,
      lines: [
        "The key is still inactive; user `build` has 1 older active key.",
        "Sessions made with the key before may go on for up to 36 hours.",
      ],
    });
  });

  it("asks about a key that was made meanwhile, and never disables it unasked", async () => {
    const made = { accessKeyId: "AKIAEXAMPLEBUILD0003", isActive: true, createdAtMs: nowMs + 3_000 };
    const { responder, again } = await look(people(made));
    const found = await again();
    expect(found).to.nested.include({ contained: false, "next.key.accessKeyId": made.accessKeyId });
    if (found?.contained !== false) throw new Error("the new key was not found");
    expect(responder.sighting(found.next)).to.include({ modeAtMost: "approve", seenAtMs: nowMs });
  });

  it("asks about the key itself where it is active again", async () => {
    const users = people();
    const { again } = await look(users);
    users.active.set(stolen, true);
    expect(await again()).to.nested.include({ contained: false, "next.key.accessKeyId": stolen });
  });

  it("has nothing to say of a user who is gone", async () => {
    const users = people();
    const { again } = await look(users);
    users.users.length = 0;
    expect(await again()).to.include({ contained: true });
  });
});
