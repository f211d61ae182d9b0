import { expect } from "chai";

import { actionStore } from "../../../clients/action-store";
import type { FindingStore } from "../../../clients/finding-memory";
import { findingStore } from "../../../clients/finding-memory";
import type { SignalKind } from "../../../core/actions/action";
import { originCheck } from "../../../core/keys/country-check";
import type { ReportStore } from "../../../handlers/disable-key/take-report";
import { takeReport } from "../../../handlers/disable-key/take-report";
import { memoryTable } from "../../support/memory-table";

const key = "AKIAEXAMPLEBUILD0001";
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const check = originCheck(
  { allowedNetworks: [], allowedCountries: ["DE"], dataDate: "2026-09-26", maxAgeDays: 60 },
  () => "SG",
);
const at = new Date(nowMs).toISOString();
const notification = (message: object | string) => ({
  MessageId: "message-1",
  Timestamp: at,
  Message: typeof message === "string" ? message : JSON.stringify({ version: 1, accessKeyId: key, ...message }),
});
const claim = (kind: SignalKind) => ({ signals: [{ kind, at, text: "as somebody says" }] });

function reportStore(): ReportStore & Pick<FindingStore, "saveFinding"> {
  const table = memoryTable();
  return { ...actionStore(table), ...findingStore(table) };
}

describe("a report of a key", () => {
  it("counts for what it says where one of Warden's own functions has written that down", async () => {
    const store = reportStore();
    await store.noteSignal(key, { kind: "exposed", atMs: nowMs, text: "announced" });
    const { key: taken } = await takeReport(notification(claim("exposed")), store, check, nowMs);
    expect(taken.signals.map(({ kind }) => kind)).to.deep.equal(["exposed"]);
  });

  for (const kind of ["exposed", "country", "denial-burst", "guardduty", "profile", "siem"] as const) {
    it(`is the word of a SIEM where nobody has written ${kind} down`, async () => {
      const store = reportStore();
      const { key: taken } = await takeReport(notification(claim(kind)), store, check, nowMs);
      expect(taken.signals.map((signal) => signal.kind)).to.deep.equal(["siem"]);
      expect((await store.signals(key)).map((signal) => signal.kind)).to.deep.equal(["siem"]);
    });
  }

  it("is one signal however many it claims", async () => {
    const store = reportStore();
    const signals = [...claim("country").signals, ...claim("denial-burst").signals, ...claim("exposed").signals];
    await takeReport(notification({ signals }), store, check, nowMs);
    expect((await store.signals(key)).map(({ kind }) => kind)).to.deep.equal(["siem"]);
  });

  for (const [doubt, place] of [
    ["aws-owned-address", { address: "13.250.0.1", awsOwned: false }],
    ["aws-owned-address", { awsOwned: true }],
    ["unknown-origin", { address: "10.1.2.3" }],
    ["unknown-origin", { address: "cloudformation.amazonaws.com" }],
    ["unknown-origin", { originUnknown: true }],
    [undefined, { address: "203.0.113.7" }],
    [undefined, {}],
  ] as const) {
    it(`is remembered with ${doubt ?? "no doubt"} about its origin: ${JSON.stringify(place)}`, async () => {
      const store = reportStore();
      await takeReport(notification({ ...claim("siem"), ...place }), store, check, nowMs);
      expect((await store.signals(key)).map((signal) => signal.doubt)).to.deep.equal([doubt]);
    });
  }

  it("can't make its word stand longer by a time to come", async () => {
    const store = reportStore();
    const signals = [{ kind: "siem", at: "2036-10-01T12:00:00Z", text: "later" }];
    await takeReport(notification({ signals }), store, check, nowMs);
    expect((await store.signals(key)).map(({ atMs }) => atMs)).to.deep.equal([nowMs]);
  });

  it("is known by its first event, or by the message where it names none", async () => {
    const store = reportStore();
    const named = await takeReport(
      notification({ ...claim("siem"), eventIds: ["event-7", "event-8"] }),
      store,
      check,
      nowMs,
    );
    expect(named.occasion).to.equal("event-7");
    expect((await takeReport(notification(`${key}  South Korea`), store, check, nowMs)).occasion).to.equal("message-1");
  });

  it("is known by what it says where the notification has neither an id nor a time", async () => {
    const occasionOf = async (Message: string) => (await takeReport({ Message }, reportStore(), check, nowMs)).occasion;
    const [one, again, other] = [
      await occasionOf(`${key}  South Korea`),
      await occasionOf(`${key}  South Korea`),
      await occasionOf(`${key}  Brazil`),
    ];
    expect(again).to.equal(one);
    expect(other).to.not.equal(one);
    expect([one, other].join()).to.not.contain("NaN");
  });

  it("is refused with a reason where it is malformed", async () => {
    const failure: unknown = await takeReport(notification("what?"), reportStore(), check, nowMs).catch(
      (error: unknown) => error,
    );
    expect(failure)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/^malformed message/);
  });
});
