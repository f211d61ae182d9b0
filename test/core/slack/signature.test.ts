import { expect } from "chai";
import fc from "fast-check";

import { isSignedBySlack, slackSignature } from "../../../core/slack/signature";

const secret = "0123456789abcdef0123456789abcdef";
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const now = String(nowMs / 1000);
const body = Buffer.from("payload=%7B%22type%22%3A%22block_actions%22%7D");

function signed(changes: { body?: Uint8Array; timestamp?: string; by?: string } = {}) {
  const { body: text = body, timestamp = now, by = secret } = changes;
  return { body: text, timestamp, signature: slackSignature(text, timestamp, by) };
}

describe("Slack's signature", () => {
  it("is the one that Slack documents for its own example", () => {
    const form =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    expect(slackSignature(Buffer.from(form), "1531420618", "8f742231b10e8888abcd99yyyzzz85a5")).to.equal(
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    );
  });

  it("holds for the very bytes, the time and the secret that it was made of", () => {
    expect(isSignedBySlack(signed(), secret, nowMs)).to.equal(true);
  });

  it("does not hold for a body that differs in one byte, whichever", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, by) => {
          const request = signed({ body: bytes });
          const altered = Uint8Array.from(bytes);
          const position = at % bytes.length;
          altered[position] = (altered[position] ?? 0) ^ by;
          expect(isSignedBySlack(request, secret, nowMs)).to.equal(true);
          expect(isSignedBySlack({ ...request, body: altered }, secret, nowMs)).to.equal(false);
        },
      ),
    );
  });

  const refused: readonly [string, Parameters<typeof isSignedBySlack>[0], string?][] = [
    ["another secret", signed({ by: "another" })],
    ["no signature", { ...signed(), signature: undefined }],
    ["no timestamp", { ...signed(), timestamp: undefined }],
    ["another time than the one that is signed", { ...signed(), timestamp: String(nowMs / 1000 + 1) }],
    ["a time that is no number", signed({ timestamp: "soon" })],
    ["a signature of another length", { ...signed(), signature: "v0=00" }],
    ["a signature of another version", { ...signed(), signature: signed().signature.replace("v0", "v1") }],
    ["the signature in capitals", { ...signed(), signature: signed().signature.toUpperCase() }],
    ["letters that are not of one byte", { ...signed(), signature: `v0=${"é".repeat(64)}` }],
    ["a secret that is empty", signed({ by: "" }), ""],
  ];
  for (const [what, request, by = secret] of refused) {
    it(`does not hold with ${what}`, () => expect(isSignedBySlack(request, by, nowMs)).to.equal(false));
  }

  for (const [seconds, holds] of [
    [-301, false],
    [-300, true],
    [300, true],
    [301, false],
    [360, false],
  ] as const) {
    it(`${holds ? "holds" : "does not hold"} for a time ${Math.abs(seconds)} s ${seconds < 0 ? "ahead" : "ago"}`, () => {
      const timestamp = String(nowMs / 1000 - seconds);
      expect(isSignedBySlack(signed({ timestamp }), secret, nowMs)).to.equal(holds);
    });
  }
});
