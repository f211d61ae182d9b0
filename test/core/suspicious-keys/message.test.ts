import { expect } from "chai";
import * as fc from "fast-check";

import { signalKinds } from "../../../core/actions/action";
import { modes } from "../../../core/configuration/names";
import type { SuspiciousKey } from "../../../core/suspicious-keys/message";
import { parseSuspiciousKey, suspiciousKeyText } from "../../../core/suspicious-keys/message";

const key = "AKIAEXAMPLEALICE0001";
const publishedAtMs = Date.parse("2026-10-01T12:00:00Z");
const parse = (text: string) => parseSuspiciousKey(text, publishedAtMs);

describe("the text form of suspicious-keys", () => {
  it("has key, user and country, and counts as the word of a SIEM", () => {
    expect(parse(`${key} alice France`)).to.deep.equal({
      accessKeyId: key,
      userName: "alice",
      country: "France",
      signals: [{ kind: "siem", atMs: publishedAtMs, text: "alert of a SIEM: used from France" }],
      eventIds: [],
      seenAtMs: publishedAtMs,
    });
  });

  it("may have a country of several words and a blank user", () => {
    expect(parse(`${key} alice United Kingdom`)).to.include({ userName: "alice", country: "United Kingdom" });
    expect(parse(`${key}  United Kingdom`))
      .to.include({ country: "United Kingdom" })
      .and.not.have.property("userName");
    expect(parse(`${key}  China`))
      .to.include({ country: "China" })
      .and.not.have.property("userName");
  });

  it("may come in the field message of what a SIEM sends around it", () => {
    const alert = {
      search_name: "Keys abroad",
      event: {},
      results_link: "https://siem.example/1",
      message: `${key}  Côte d'Ivoire\n`,
    };
    expect(parse(JSON.stringify(alert))).to.include({
      accessKeyId: key,
      country: "Côte d'Ivoire",
      search: "Keys abroad",
      resultsLink: "https://siem.example/1",
    });
  });

  it("reads back whatever key, user and country it was written from", () => {
    const user = fc.stringMatching(/^[\w+=,.@-]{0,64}$/);
    const country = fc.stringMatching(/^[A-Za-zé'.()-]+( [A-Za-zé'.()-]+){0,4}$/).filter((text) => text.length <= 100);
    const keyId = fc.stringMatching(/^(AKIA|ASIA)[A-Z2-7]{12,40}$/);
    fc.assert(
      fc.property(keyId, user, country, (accessKeyId, userName, from) => {
        const read = parse(`${accessKeyId} ${userName} ${from}`);
        expect([read.accessKeyId, read.userName ?? "", read.country]).to.deep.equal([accessKeyId, userName, from]);
      }),
    );
  });

  const malformed = [
    "",
    key,
    `${key} alice`,
    `${key} `,
    `${key}   France`,
    `${key}\talice\tFrance`,
    `${key} alice France `,
  ];
  const more = [
    `not-a-key alice France`,
    `${key.toLowerCase()} alice France`,
    `${key} alice Fra\u0007nce`,
    `${key} alice `,
  ];
  for (const text of [...malformed, ...more]) {
    it(`refuses ${JSON.stringify(text)} with a reason`, () =>
      expect(() => parse(text)).to.throw(Error, /^malformed message on suspicious-keys: /));
  }
});

describe("the JSON form of suspicious-keys", () => {
  const whole: SuspiciousKey = {
    accessKeyId: key,
    userName: "alice",
    account: "111122223333",
    principalType: "IAMUser",
    signals: [{ kind: "country", atMs: publishedAtMs, text: "used from SG" }],
    country: "SG",
    address: "139.162.21.77",
    awsOwned: false,
    eventIds: ["0f0e0d0c-0000-4000-8000-000000000001"],
    seenAtMs: publishedAtMs,
    userAgent: "aws-cli/2",
    event: "sts:GetCallerIdentity",
    region: "eu-west-1",
    principalId: "AIDAEXAMPLEALICE0001",
    finding: "111122223333/0123456789abcdef0123456789abcdef",
    modeAtMost: "approve",
    severalActors: true,
  };

  it("is read as it was written", () => {
    expect(parse(suspiciousKeyText(whole))).to.deep.equal(whole);
    const text = fc.string({ minLength: 1, maxLength: 300 });
    const anyKey = fc.record(
      {
        accessKeyId: fc.stringMatching(/^[A-Z]{4}[A-Z0-9]{12,124}$/),
        signals: fc.array(
          fc.record({ kind: fc.constantFrom(...signalKinds), atMs: fc.integer({ min: 0, max: 4e12 }), text }),
          { maxLength: 6 },
        ),
        eventIds: fc.array(text, { maxLength: 20 }),
        country: text,
        address: text,
        userAgent: text,
        awsOwned: fc.boolean(),
        originUnknown: fc.boolean(),
        finding: text,
        modeAtMost: fc.constantFrom(...modes),
        severalActors: fc.boolean(),
        seenAtMs: fc.integer({ min: 0, max: 4e12 }),
      },
      { requiredKeys: ["accessKeyId", "signals", "eventIds"] },
    );
    fc.assert(
      fc.property(anyKey, (one) => {
        expect(parse(suspiciousKeyText(one))).to.deep.equal(one);
      }),
    );
  });

  it("says nothing of where calls came from where its sender, of an older version, does not", () => {
    const older = parse(
      JSON.stringify({ version: 1, accessKeyId: key, signals: [], address: "10.1.2.3", awsOwned: true }),
    );
    expect(older).to.include({ awsOwned: true }).and.not.have.property("originUnknown");
  });

  it("does not take a time from the delivery where it has none", () => {
    expect(parse(JSON.stringify({ version: 1, accessKeyId: key, signals: [] })).seenAtMs).to.equal(undefined);
  });

  const faults: readonly [fault: string, change: object, reason: RegExp][] = [
    ["another version", { version: 2 }, /version is not 1/],
    ["no version", { version: undefined }, /version is not 1/],
    ["a key that is none", { accessKeyId: "alice" }, /not an access key id/],
    ["a key that is no text", { accessKeyId: 7 }, /accessKeyId is not text/],
    ["no list of signals", { signals: "country" }, /signals is not a list/],
    ["a signal of an unknown kind", { signals: [{ kind: "hunch", at: "2026-01-01T00:00:00Z", text: "" }] }, /kind/],
    ["a signal without a time", { signals: [{ kind: "country", text: "x" }] }, /time/],
    ["a signal that is nothing", { signals: [null] }, /kind/],
    ["a time that is none", { seenAt: "yesterday" }, /seenAt is not a time/],
    ["a mode that is none", { modeAtMost: "always" }, /modeAtMost is not a mode/],
    ["several actors in words", { severalActors: "yes" }, /severalActors is not a boolean/],
    ["an address that is a list", { address: ["1.1.1.1"] }, /address is not text/],
    ["event ids that are numbers", { eventIds: [1] }, /event id/],
    ["awsOwned that is text", { awsOwned: "no" }, /awsOwned/],
    ["originUnknown that is text", { originUnknown: "no" }, /originUnknown is not a boolean/],
  ];
  for (const [fault, change, reason] of faults) {
    it(`refuses ${fault}, with a reason that repeats nothing of it`, () => {
      const message = { ...(JSON.parse(suspiciousKeyText(whole)) as object), ...change };
      expect(() => parse(JSON.stringify(message))).to.throw(Error, reason);
    });
  }

  for (const text of ["{", "[]", "[1]", '"text"', "{}", '{"message":7}', "[".repeat(10_000)]) {
    it(`refuses ${text.slice(0, 20)} with a reason`, () =>
      expect(() => parse(text)).to.throw(Error, /^malformed message on suspicious-keys: /));
  }

  it("throws nothing but a reason, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"accessKeyId":${json}}`),
        ),
        (text) => {
          try {
            expect(parse(text).accessKeyId).to.match(/^[A-Z]{4}[A-Z0-9]{12,124}$/);
          } catch (error) {
            expect((error as Error).message).to.match(/^malformed message on suspicious-keys: /);
          }
        },
      ),
    );
  });
});
