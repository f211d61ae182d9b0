import { expect } from "chai";
import * as fc from "fast-check";

import type { Signal } from "../../../core/actions/action";
import { signalKinds } from "../../../core/actions/action";
import { signalWindowMs, weightOfAll } from "../../../core/actions/signals";
import { originCheck } from "../../../core/keys/country-check";
import type { SuspiciousKey } from "../../../core/suspicious-keys/message";
import { askAtMost } from "../../../handlers/disable-key/caution";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const rule = { allowedNetworks: ["10.20.0.0/16"], allowedCountries: ["DE"], dataDate: "2026-09-26", maxAgeDays: 60 };
const check = originCheck(rule, (address) => (address.startsWith("203.0.113.") ? "SG" : undefined));
const off = originCheck({ ...rule, allowedCountries: undefined }, () => undefined);

const key: SuspiciousKey = { accessKeyId: "AKIAEXAMPLEBUILD0001", signals: [], eventIds: [], seenAtMs: nowMs };
const signal = (kind: Signal["kind"], doubt?: Signal["doubt"], atMs = nowMs): Signal => ({
  kind,
  atMs,
  text: "",
  doubt,
});

interface Asked {
  readonly report?: Partial<SuspiciousKey>;
  readonly quiet?: "quiet" | "in-use" | "unknown";
  readonly signals?: readonly Signal[];
  readonly signalsToEnforce?: number;
  readonly rule?: typeof check;
}

function asked({ report = {}, quiet = "quiet", signals = [], signalsToEnforce = 2, rule: by = check }: Asked) {
  return askAtMost({ ...key, ...report }, { quiet }, signals, { check: by, signalsToEnforce }, nowMs);
}

describe("why a key is asked about at most", () => {
  it("is nothing for a report of an ordinary address, or of none", () => {
    expect(asked({ report: { address: "203.0.113.7" } })).to.equal(undefined);
    expect(asked({})).to.equal(undefined);
  });

  it("is several actors before all else, then its use, then where it was used", () => {
    const report = { severalActors: true, awsOwned: true };
    expect(asked({ report, quiet: "in-use" })).to.equal("several-actors");
    expect(asked({ report: { awsOwned: true }, quiet: "in-use" })).to.equal("recently-good-use");
    expect(asked({ report: { awsOwned: true }, quiet: "unknown" })).to.equal("use-unknown");
    expect(asked({ report: { awsOwned: true } })).to.equal("aws-owned-address");
  });

  for (const address of [
    "10.20.1.1",
    "fd00::1",
    "::ffff:10.1.2.3",
    "fe80::1%eth0",
    "AWS Internal",
    "***",
    "nonsense",
  ]) {
    it(`is where it was used, with and without a rule for countries: ${address}`, () => {
      expect(asked({ report: { address } })).to.equal("unknown-origin");
      expect(asked({ report: { address }, rule: off })).to.equal("unknown-origin");
    });
  }

  it("is an address without a country only where countries are looked at", () => {
    const report = { address: "198.51.100.7" };
    expect(asked({ report })).to.equal("unknown-origin");
    expect(asked({ report, rule: off })).to.equal(undefined);
  });

  it("is country data that was outdated at the time of the report", () => {
    const report = { address: "203.0.113.7", seenAtMs: Date.parse("2027-01-01T00:00:00Z") };
    expect(asked({ report })).to.equal("unknown-origin");
  });

  it("is a doubtful signal that others need, and none that has worn off or that nothing needs", () => {
    const doubtful = signal("denial-burst", "unknown-origin");
    expect(asked({ signals: [doubtful, signal("siem")] })).to.equal("unknown-origin");
    expect(asked({ signals: [doubtful, signal("exposed")] })).to.equal(undefined);
    expect(asked({ signals: [doubtful, signal("siem"), signal("country")] })).to.equal(undefined);
    expect(asked({ signals: [doubtful], signalsToEnforce: 1 })).to.equal("unknown-origin");
    expect(asked({ signals: [doubtful, signal("siem")], signalsToEnforce: 1 })).to.equal(undefined);
    const wornOff = signal("denial-burst", "unknown-origin", nowMs - signalWindowMs - 1);
    expect(asked({ signals: [wornOff, signal("siem")] })).to.equal(undefined);
  });

  it("is never nothing where it takes doubtful signals to have enough", () => {
    const anySignal = fc.record({
      kind: fc.constantFrom(...signalKinds),
      atMs: fc.integer({ min: nowMs - 2 * signalWindowMs, max: nowMs }),
      text: fc.constant(""),
      doubt: fc.constantFrom("aws-owned-address" as const, "unknown-origin" as const, undefined),
    });
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (signals, needed) => {
        const certain = signals.filter(({ doubt }) => doubt === undefined);
        const isEnough = weightOfAll(signals, nowMs) >= needed;
        const isCertain = weightOfAll(certain, nowMs) >= needed;
        if (isEnough && !isCertain) expect(asked({ signals, signalsToEnforce: needed })).not.to.equal(undefined);
        if (isCertain) expect(asked({ signals, signalsToEnforce: needed })).to.equal(undefined);
      }),
    );
  });
});
