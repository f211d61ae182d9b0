import { expect } from "chai";

import { actionStore } from "../../../clients/action-store";
import { originCheck } from "../../../core/keys/country-check";
import type { KeyRequest } from "../../../handlers/disable-key/request";
import { sessionResponder } from "../../../handlers/disable-key/session-responder";
import { keySettings } from "../../support/key-settings";
import { knownPolicies } from "../../support/known-policies";
import type { KnownUsers } from "../../support/known-users";
import { knownUsers, ownAccount } from "../../support/known-users";
import { memoryTable } from "../../support/memory-table";

const key = "AKIAEXAMPLEBUILD0001";
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const request: KeyRequest = {
  key: { accessKeyId: key, signals: [], eventIds: ["event-1"], seenAtMs: nowMs },
  occasion: "event-1",
};

function stage(keys: KnownUsers = knownUsers({ name: "build", keys: [{ accessKeyId: key, isActive: true }] })) {
  const rule = { allowedNetworks: [], allowedCountries: undefined, dataDate: "2026-09-26", maxAgeDays: 60 };
  const sessions = knownPolicies("build");
  const responder = sessionResponder({
    settings: keySettings({ rule, modes: "enforce" }),
    keys,
    sessions: { user: sessions, role: knownPolicies() },
    principals: { user: () => Promise.resolve(undefined), role: () => Promise.resolve(undefined) },
    history: {
      read: () => Promise.resolve({ records: [], truncated: false }),
      covers: () => Promise.resolve(false),
    },
    store: actionStore(memoryTable()),
    check: originCheck(rule, () => undefined),
    reach: { ownAccount, accounts: undefined, protected: [], deployingPrincipalArn: "" },
  });
  return { keys, sessions, responder };
}

describe("revoking the sessions of a user", () => {
  it("denies what was made before, by a policy that bears Warden's name and nothing else of the user's", async () => {
    const { responder, sessions, keys } = stage();
    const facts = await responder.lookAt(request, nowMs);
    expect(facts.subject).to.deep.equal({ kind: "user", id: "build", account: ownAccount });
    expect(await responder.perform(request, facts, nowMs)).to.include({ outcome: "done" });
    const [[name, text] = ["", "{}"], ...more] = [...sessions.documents];
    expect(more).to.deep.equal([]);
    expect(name).to.match(/^build\/ApiWardenRevokeSessions-wa-[a-z2-7]{10}$/);
    expect(JSON.parse(text)).to.deep.nested.include({
      "Statement[0].Effect": "Deny",
      "Statement[0].Condition": { DateLessThan: { "aws:TokenIssueTime": "2026-10-01T12:00:00.000Z" } },
    });
    expect(keys.calls).not.to.include("setActive");
  });

  it("is as useful where the key is inactive already, and of no use where the user is gone", async () => {
    const { responder, keys } = stage();
    keys.active.set(key, false);
    expect((await responder.lookAt(request, nowMs)).nothingToDo).to.equal(undefined);
    const gone = stage(knownUsers({ name: "left", keys: [{ accessKeyId: key, isActive: true }] }));
    expect(await gone.responder.perform(request, await gone.responder.lookAt(request, nowMs), nowMs)).to.deep.equal({
      outcome: "gone",
    });
  });

  it("touches nobody whose key may not be touched", async () => {
    const { responder } = stage();
    const foreign = { ...request, key: { ...request.key, userName: "alice" } };
    const facts = await responder.lookAt(foreign, nowMs);
    expect(facts).to.include({ refusal: "owner-mismatch" }).and.not.have.property("before");
    for (const accessKeyId of ["ASIAEXAMPLEBUILD0001", "AIDAEXAMPLEBUILD0001"]) {
      const other = await responder.lookAt({ ...request, key: { ...request.key, accessKeyId } }, nowMs);
      expect(other.refusal, accessKeyId).not.to.equal(undefined);
    }
  });

  it("takes its own policy away again, and no other", async () => {
    const { responder, sessions } = stage();
    const facts = await responder.lookAt(request, nowMs);
    await responder.perform(request, facts, nowMs);
    sessions.documents.set("build/own", "{}");
    const record = (before: unknown) => ({
      id: "wa-abcdefghij",
      state: "done" as const,
      action: responder.action,
      subject: facts.subject,
      verdict: "done" as const,
      reason: "signals" as const,
      eventIds: [],
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      before,
      configurationHash: "",
      impact: [],
      report: facts.report,
      failures: 0,
      told: true,
    });
    expect(await responder.isAlreadyDone(record(facts.before))).not.to.equal(false);
    expect(await responder.undo(record(facts.before))).to.equal("restored");
    expect(await responder.undo(record(facts.before))).to.equal("already-so");
    expect(await responder.isAlreadyDone(record(facts.before))).to.equal(false);
    const strange: unknown = await responder
      .undo(record({ userName: "build", policyName: "own" }))
      .catch((error: unknown) => error);
    expect(strange).to.be.instanceOf(Error);
    expect([...sessions.documents.keys()]).to.deep.equal(["build/own"]);
  });
});
