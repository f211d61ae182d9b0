import { expect } from "chai";

import { actionStore } from "../../../clients/action-store";
import type { KeyHistory } from "../../../clients/key-history";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { originCheck } from "../../../core/keys/country-check";
import type { KeyParts } from "../../../handlers/disable-key/look-at";
import { lookAtKey } from "../../../handlers/disable-key/look-at";
import type { KeyRequest } from "../../../handlers/disable-key/request";
import { keySettings } from "../../support/key-settings";
import { knownUsers, ownAccount } from "../../support/known-users";
import { memoryTable } from "../../support/memory-table";
import { deniedRecord } from "../../core/sample-record";

const key = "AKIAEXAMPLEBUILD0001";
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const office = "198.51.100.9";

const call = (minutesAgo: number, changes: CloudTrailRecord = {}) =>
  deniedRecord({
    eventID: `event-${minutesAgo}-${String(changes.sourceIPAddress)}`,
    eventTime: new Date(nowMs - minutesAgo * 60_000).toISOString(),
    errorCode: undefined,
    errorMessage: undefined,
    ...changes,
  });

function historyOf(records: readonly CloudTrailRecord[], covers = false): KeyHistory {
  return {
    async read(_key, fromMs, toMs) {
      const within = records.filter(({ eventTime }) => {
        const atMs = Date.parse(String(eventTime));
        return atMs >= fromMs && atMs <= toMs;
      });
      return { records: within, truncated: false };
    },
    covers: () => Promise.resolve(covers),
  };
}

function parts(changes: Partial<KeyParts> = {}): KeyParts {
  const settings = keySettings({
    rule: { allowedNetworks: [`${office}/32`], allowedCountries: ["DE"], dataDate: "2026-09-26", maxAgeDays: 60 },
    modes: "enforce",
  });
  return {
    settings,
    keys: knownUsers({ name: "build", keys: [{ accessKeyId: key, isActive: true }], tags: { owner: "release team" } }),
    history: historyOf([]),
    store: actionStore(memoryTable()),
    check: originCheck(settings.rule, () => "SG"),
    reach: { ownAccount, accounts: undefined, protected: [], deployingPrincipalArn: "" },
    ...changes,
  };
}

const request = (changes: Partial<KeyRequest["key"]> = {}): KeyRequest => ({
  key: { accessKeyId: key, signals: [], eventIds: ["event-1"], seenAtMs: nowMs, ...changes },
  occasion: "event-1",
});

describe("the look at a key", () => {
  it("finds what the key was, so that it can be restored, and tells people whose it is", async () => {
    const facts = await lookAtKey(request(), parts(), nowMs);
    expect(facts).to.deep.include({
      subject: { kind: "key", id: key, account: ownAccount },
      refusal: undefined,
      nothingToDo: undefined,
      doubt: undefined,
      askAtMost: undefined,
      before: { userName: "build", accessKeyId: key, isActive: true },
    });
    expect(facts.report.owner).to.equal("user `build`");
    expect(facts.report.impact).to.deep.equal([
      "Tags of the user: `owner` is `release team`",
      "No call in the last 24 hours",
    ]);
  });

  it("asks about a key in good use a moment ago, and not about one in good use before that", async () => {
    const used = (minutesAgo: number) => historyOf([call(minutesAgo, { sourceIPAddress: office })]);
    expect(await lookAtKey(request(), parts({ history: used(14) }), nowMs)).to.include({
      askAtMost: "recently-good-use",
    });
    const before = await lookAtKey(request(), parts({ history: used(16) }), nowMs);
    expect(before.askAtMost).to.equal(undefined);
    expect(before.report.impact.at(-1)).to.match(/^Last good call from an allowed network: 2026-10-01T11:44:00Z/);
  });

  it("does not take calls from abroad or refused ones for good use", async () => {
    const history = historyOf([
      call(1, { sourceIPAddress: "203.0.113.9" }),
      call(2, { sourceIPAddress: office, errorCode: "AccessDenied" }),
    ]);
    expect((await lookAtKey(request(), parts({ history }), nowMs)).askAtMost).to.equal(undefined);
  });

  it("asks at most where the address is AWS's own", async () => {
    expect(await lookAtKey(request({ awsOwned: true }), parts(), nowMs)).to.include({ askAtMost: "aws-owned-address" });
  });

  const failing: KeyHistory = {
    read: () => Promise.reject(new Error("time is up")),
    covers: () => Promise.reject(new Error("time is up")),
  };

  it("asks where it can't tell whether the key is in good use, whether or not a network is allowed", async () => {
    const { settings } = parts();
    const nowhere = keySettings({ rule: { ...settings.rule, allowedNetworks: [] }, modes: "enforce" });
    const cut: KeyHistory = { ...failing, read: () => Promise.resolve({ records: [], truncated: true }) };
    for (const changes of [{ history: failing }, { history: cut }, { history: failing, settings: nowhere }]) {
      expect(await lookAtKey(request(), parts(changes), nowMs)).to.include({ askAtMost: "use-unknown" });
    }
  });

  it("still tells people where nothing can be looked up", async () => {
    const { settings } = parts();
    const told = parts({ history: failing, settings: keySettings({ rule: settings.rule, modes: "notify" }) });
    const facts = await lookAtKey(request(), told, nowMs);
    expect(facts.doubt).to.equal(undefined);
    expect(facts.report.impact).to.include("What the key did lately could not be looked up");
  });

  it("goes by the signals that are written down, and is in doubt where they can't be read", async () => {
    const table = memoryTable();
    const store = actionStore(table);
    const signal = { kind: "country", atMs: nowMs, text: "used from SG" } as const;
    await store.noteSignal(key, signal);
    expect((await lookAtKey(request(), parts({ store }), nowMs)).signals).to.deep.equal([signal]);
    table.fail("read", "SIGNALS#");
    expect(await lookAtKey(request(), parts({ store }), nowMs)).to.include({ doubt: "look-up-failed" });
  });

  it("keeps nothing to restore of a key that may not be touched", async () => {
    const facts = await lookAtKey(request({ userName: "alice" }), parts(), nowMs);
    expect(facts).to.include({ refusal: "owner-mismatch" }).and.not.have.property("before");
  });
});
