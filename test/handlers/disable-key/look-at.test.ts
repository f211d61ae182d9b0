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

  it("asks at most where the address is AWS's own or none of the Internet, whatever the sender says", async () => {
    for (const address of ["13.250.0.1", "::ffff:13.250.0.1"]) {
      const facts = await lookAtKey(request({ address, awsOwned: false }), parts(), nowMs);
      expect(facts.askAtMost, address).to.equal("aws-owned-address");
    }
    for (const address of ["10.1.2.3", "AWS Internal/3", "ec2-frontend-api.amazonaws.com", "***"]) {
      expect((await lookAtKey(request({ address }), parts(), nowMs)).askAtMost, address).to.equal("unknown-origin");
    }
    expect(await lookAtKey(request({ address: "203.0.113.9" }), parts(), nowMs)).to.include({ askAtMost: undefined });
    expect(await lookAtKey(request({ originUnknown: true }), parts(), nowMs)).to.include({
      askAtMost: "unknown-origin",
    });
  });

  it("asks where only a signal of a doubtful origin, remembered from before, would tip the scales", async () => {
    const store = actionStore(memoryTable());
    const minutesAgo = (minutes: number) => nowMs - minutes * 60_000;
    await store.noteSignal(key, { kind: "guardduty", atMs: minutesAgo(20), text: "seen", doubt: "aws-owned-address" });
    await store.noteSignal(key, { kind: "siem", atMs: nowMs, text: "an alert with no address" });
    const look = () => lookAtKey(request(), parts({ store }), nowMs);
    expect(await look()).to.include({ askAtMost: "aws-owned-address" });
    await store.noteSignal(key, { kind: "country", atMs: minutesAgo(1), text: "used from SG" });
    expect(await look()).to.include({ askAtMost: undefined });
  });

  describe("of another account", () => {
    const member = "444455556666";
    const record = (recipientAccountId: string, changes: CloudTrailRecord = {}) =>
      call(60, { sourceIPAddress: office, recipientAccountId, ...changes });
    const looking = (history: KeyHistory) => {
      const users = { name: "build", account: member, keys: [{ accessKeyId: key, isActive: true }] };
      const { settings, reach } = parts();
      const keys = knownUsers(users);
      const changes = { settings, keys, history, reach: { ...reach, accounts: [member], keysIn: () => keys } };
      return lookAtKey(request(), parts(changes), nowMs);
    };
    const unseen =
      "What the key did in its account `444455556666` could not be looked up: no call there is found in the trail";

    it("takes silence for quiet only where the trail is known to record that account", async () => {
      const silent = await looking(historyOf([]));
      expect(silent).to.include({ refusal: undefined, askAtMost: "use-unknown" });
      expect(silent.report.impact).to.deep.equal([unseen]);
      const covered = await looking(historyOf([], true));
      expect(covered).to.include({ refusal: undefined, askAtMost: undefined });
      expect(covered.report.impact).to.deep.equal(["No call in the last 24 hours"]);
    });

    it("says what is known of its use elsewhere, and asks", async () => {
      const facts = await looking(historyOf([record(ownAccount)]));
      expect(facts.askAtMost).to.equal("use-unknown");
      expect(facts.report.impact[0]).to.equal("1 call in the last 24 hours, 0 of them denied");
      expect(facts.report.impact.at(-1)).to.equal(unseen);
      const good = record(ownAccount, { eventTime: new Date(nowMs - 60_000).toISOString() });
      expect(await looking(historyOf([good]))).to.include({ askAtMost: "recently-good-use" });
    });

    it("asks where it can't be told whether the trail records it", async () => {
      const history = { ...historyOf([]), covers: () => Promise.reject(new Error("time is up")) };
      expect(await looking(history)).to.include({ askAtMost: "use-unknown" });
    });
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
