import { expect } from "chai";
import * as fc from "fast-check";

import { messageBody } from "../../../core/message-body";
import type { StatedLine } from "../../../core/splunk/said-message";
import { isStatement, mostSaidBytes, saidMessageIn, saidMessages } from "../../../core/splunk/said-message";

const stated: StatedLine = {
  text: '{"warden":"decided","action":"disable-key","subject":"AKIAEXAMPLE","eventIds":["one"]}',
  atMs: 1_773_754_041_123,
  function: "disable-key",
  requestId: "request-1",
  position: 0,
};

const line = (said: object) => JSON.stringify({ warden: "posted", ...said });
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value), "utf8");
const idsOf = (messages: ReturnType<typeof saidMessages>) => messages.map(({ record }) => record);

/** Control characters, halves of pairs, and the two that JSON may have and XML may not. */
const hostileText = fc
  .array(fc.constantFrom("a", "é", "\u0000", "\u001b", "\n", "\ufffe", "\uffff", "\ud800", "😀", '"', "\\"), {
    maxLength: 20,
  })
  .map((characters) => characters.join(""));

describe("a statement on its way to Splunk", () => {
  it("is told from other lines of a log by how it begins", () => {
    expect(isStatement(stated.text)).to.equal(true);
    for (const other of ["", "Task timed out", '{"level":"info"}', ' {"warden":"x"}', '["warden"]'])
      expect(isStatement(other), other).to.equal(false);
  });

  it("says what was stated, when, and by which function", () => {
    const [message, ...others] = saidMessages(stated);
    expect(others).to.deep.equal([]);
    expect(message).to.deep.include({ warden: "forward", atMs: stated.atMs, function: "disable-key" });
    expect(message?.said).to.deep.equal(JSON.parse(stated.text));
    expect(message).to.not.have.any.keys("piece", "pieces");
  });

  it("has the same id however often it is made, and another where anything about it is another", () => {
    const others: StatedLine[] = [
      { ...stated, text: stated.text.replace("one", "two") },
      { ...stated, atMs: stated.atMs + 60_000 },
      { ...stated, function: "revoke-open-ingress" },
      { ...stated, requestId: "request-2" },
      { ...stated, position: 1 },
    ];
    expect(idsOf(saidMessages(stated))).to.deep.equal(idsOf(saidMessages({ ...stated })));
    const ids = [stated, ...others].flatMap((one) => idsOf(saidMessages(one)));
    expect(new Set(ids).size).to.equal(6);
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{32}$/);
  });

  it("is read back from the queue as it was written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), hostileText, (said, text) => {
        for (const message of saidMessages({ ...stated, text: line({ ...said, warden: "posted", text }) })) {
          const body = messageBody(message);
          expect(saidMessageIn(body)).to.deep.equal(JSON.parse(JSON.stringify(message)));
          // What SQS refuses.
          expect(body).to.match(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is none where a body of the queue is something else", () => {
    const [good] = saidMessages(stated);
    const wrong = [
      undefined,
      "",
      "text",
      "[]",
      "null",
      "{}",
      JSON.stringify({ ...good, warden: "expire" }),
      JSON.stringify({ ...good, atMs: "now" }),
      JSON.stringify({ ...good, record: undefined }),
      JSON.stringify({ ...good, said: "text" }),
      // No date goes so far.
      JSON.stringify({ ...good, atMs: 8.64e15 + 1 }),
      JSON.stringify({ ...good, said: {} }),
    ];
    for (const body of wrong) expect(saidMessageIn(body), body).to.equal(undefined);
  });

  describe("that is longer than Splunk keeps whole", () => {
    const eventIds = Array.from(
      { length: 6_000 },
      (_, index) => `${String(index).padStart(8, "0")}-0000-4000-a000-0f0e0d`,
    );
    const pieces = saidMessages({ ...stated, text: line({ incident: "one", eventIds, count: 6_000 }) });

    it("goes in pieces that are short enough, with all entries of its list in their order", () => {
      expect(pieces.length).to.be.within(24, 40);
      expect(Math.max(...pieces.map(({ said }) => bytes(said)))).to.be.at.most(mostSaidBytes);
      expect(pieces.flatMap(({ said }) => said.eventIds as string[])).to.deep.equal(eventIds);
      for (const { said } of pieces) expect(said).to.include({ warden: "posted", incident: "one", count: 6_000 });
    });

    it("has its pieces numbered, each with an id of its own", () => {
      expect(pieces.map(({ piece }) => piece)).to.deep.equal(pieces.map((_, index) => index + 1));
      expect(new Set(pieces.map(({ pieces: all }) => all))).to.deep.equal(new Set([pieces.length]));
      expect(new Set(idsOf(pieces)).size).to.equal(pieces.length);
    });

    it("goes with its texts cut off where it has no list to send in pieces, and says so", () => {
      const [cut, ...none] = saidMessages({ ...stated, text: line({ why: "y".repeat(20_000), record: "one" }) });
      expect(none).to.deep.equal([]);
      expect(cut?.said).to.deep.include({ warden: "posted", record: "one", shortened: true });
      expect(bytes(cut?.said)).to.be.at.most(mostSaidBytes);
    });
  });

  it("is never longer than Splunk keeps whole, whatever is stated", () => {
    const long = fc
      .tuple(fc.constantFrom("x", "é", "\u0000", '"', "\\", "😀", "\ud800"), fc.nat(5_000))
      .map(([character, times]) => character.repeat(times));
    const value = fc.oneof(long, fc.array(long, { maxLength: 12 }), fc.dictionary(fc.string(), long, { maxKeys: 4 }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 4 }), (said) => {
        const messages = saidMessages({ ...stated, text: line({ ...said, warden: "posted" }) });
        expect(messages).to.have.length.above(0);
        for (const message of messages) {
          expect(bytes(message.said)).to.be.at.most(mostSaidBytes);
          expect(message.said.warden).to.equal("posted");
        }
      }),
      { numRuns: 30 },
    );
  });
});
