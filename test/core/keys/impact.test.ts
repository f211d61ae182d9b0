import { expect } from "chai";

import { originCheck } from "../../../core/keys/country-check";
import { useLines, useOf } from "../../../core/keys/impact";
import { deniedRecord } from "../sample-record";

const check = originCheck(
  { allowedNetworks: ["198.51.100.0/24"], allowedCountries: ["DE"], dataDate: "2026-09-01", maxAgeDays: 60 },
  (address) => (address.startsWith("203.0.113.") ? "SG" : undefined),
);
let made = 0;
const call = (changes: object = {}) =>
  deniedRecord({
    eventID: `event-${(made += 1)}`,
    eventTime: "2026-09-10T10:00:00Z",
    errorCode: undefined,
    errorMessage: undefined,
    ...changes,
  });

describe("useOf", () => {
  it("sums up calls, denials, addresses with countries, and actions", () => {
    const use = useOf(
      [
        call({ eventName: "GetObject", eventSource: "s3.amazonaws.com" }),
        call({ eventName: "GetObject", eventSource: "s3.amazonaws.com", sourceIPAddress: "198.51.100.5" }),
        call({ errorCode: "AccessDenied" }),
      ],
      check,
    );
    expect(use).to.deep.equal({
      calls: 3,
      denied: 1,
      addresses: [
        { address: "203.0.113.7", count: 2, country: "SG" },
        { address: "198.51.100.5", count: 1 },
      ],
      addressCount: 2,
      actions: [
        { action: "s3:GetObject", count: 2 },
        { action: "dynamodb:DeleteTable", count: 1 },
      ],
      actionCount: 2,
      lastGoodAtMs: Date.parse("2026-09-10T10:00:00Z"),
    });
  });

  it("takes only calls that were let through, from allowed networks, for good ones, and the newest of them", () => {
    const good = (minute: string, changes: object = {}) =>
      call({ sourceIPAddress: "198.51.100.5", eventTime: `2026-09-10T10:${minute}:00Z`, ...changes });
    const records = [good("05"), good("07"), good("06"), good("09", { errorCode: "AccessDenied" })];
    expect(useOf(records, check).lastGoodAtMs).to.equal(Date.parse("2026-09-10T10:07:00Z"));
    expect(useOf([call({ eventTime: "2026-09-10T10:30:00Z" })], check).lastGoodAtMs).to.equal(undefined);
    expect(useOf([good("05", { eventTime: "nonsense" })], check).lastGoodAtMs).to.equal(undefined);
  });

  it("counts an event once, and reads whatever a record lacks", () => {
    const one = call();
    expect(useOf([one, one, {}, { eventID: 7, sourceIPAddress: {} }], check).calls).to.equal(3);
  });
});

describe("useLines", () => {
  it("says it in words", () => {
    const use = useOf([call(), call(), call({ errorCode: "AccessDenied" })], check);
    expect(useLines({ use, truncated: true, hours: 24 })).to.deep.equal([
      "at least 3 calls in the last 24 hours, 1 of them denied",
      "From `203.0.113.7` (SG) 3×",
      "Mostly `dynamodb:DeleteTable` 3×",
      "No good call from an allowed network seen",
    ]);
  });

  it("says so where there was nothing", () => {
    expect(useLines({ use: useOf([], check), truncated: false, hours: 24 })).to.deep.equal([
      "No call in the last 24 hours",
    ]);
  });

  it("keeps callers' words inside their quotes", () => {
    const [, , mostly] = useLines({
      use: useOf([call({ eventName: "x` <!channel> `" })], check),
      truncated: false,
      hours: 1,
    });
    expect(mostly?.split("`")).to.have.length(3);
  });
});
