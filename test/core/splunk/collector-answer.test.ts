import { expect } from "chai";
import * as fc from "fast-check";

import { outcomeOf } from "../../../core/splunk/collector-answer";

const later = (status: number, body: unknown, events = 3) => outcomeOf(status, body, events);

describe("an answer of the collector", () => {
  it("means that all is taken only where Splunk itself says so", () => {
    expect(outcomeOf(200, { text: "Success", code: 0 }, 3)).to.deep.equal({ kind: "taken" });
    expect(outcomeOf(200, { text: "Success", code: 0, ackId: 7 }, 3)).to.deep.equal({ kind: "taken" });
  });

  it("means that nothing is known to be taken where something else than Splunk answers", () => {
    for (const body of [
      "",
      "ok",
      "<html>Sign in</html>",
      null,
      [],
      {},
      { code: "0" },
      { text: "Success" },
      { code: 17 },
    ])
      expect(outcomeOf(200, body, 3), JSON.stringify(body)).to.include({ kind: "later", isTokenRefused: false });
  });

  it("means later where Splunk is down, busy, or not reached", () => {
    expect(later(503, { text: "Server is busy", code: 9 })).to.include({ kind: "later", code: 9 });
    for (const status of [0, 404, 408, 429, 500, 502, 504])
      expect(later(status, "garbage")).to.deep.equal({ kind: "later", isTokenRefused: false });
  });

  it("means later, with another token, where the token is refused", () => {
    for (const [status, code] of [
      [401, 2],
      [401, 3],
      [403, 1],
      [403, 4],
    ] as const)
      expect(later(status, { code })).to.deep.equal({ kind: "later", code, isTokenRefused: true });
  });

  it("blames the one event that Splunk names", () => {
    for (const code of [6, 12, 13, 15])
      expect(outcomeOf(400, { code, "invalid-event-number": 2 }, 3)).to.deep.equal({ kind: "faulty", position: 2 });
  });

  it("blames an event that was alone", () => {
    expect(outcomeOf(400, { code: 6 }, 1)).to.deep.equal({ kind: "faulty", position: 0 });
    expect(outcomeOf(400, { code: 6, "invalid-event-number": 9 }, 1)).to.deep.equal({ kind: "faulty", position: 0 });
    expect(outcomeOf(413, "too large", 1)).to.deep.equal({ kind: "faulty", position: 0 });
  });

  it("asks for halves where something is wrong in a batch and nothing says what", () => {
    expect(outcomeOf(413, { code: 27 }, 2)).to.deep.equal({ kind: "halves" });
    for (const position of [undefined, -1, 3, 0.5, "0"])
      expect(outcomeOf(400, { code: 6, "invalid-event-number": position }, 3)).to.deep.equal({ kind: "halves" });
  });

  it("blames no event for what is wrong with the token, its index or the address", () => {
    for (const code of [5, 7, 10, 11, 14, 16])
      expect(outcomeOf(400, { code, "invalid-event-number": 0 }, 1), String(code)).to.include({ kind: "later", code });
    expect(outcomeOf(400, "<html>Bad Request</html>", 1)).to.include({ kind: "later" });
  });

  it("never blames an event that is not there, and never means taken but for Splunk's success", () => {
    fc.assert(
      fc.property(fc.nat(599), fc.jsonValue(), fc.integer({ min: 1, max: 100 }), (status, body, events) => {
        const outcome = outcomeOf(status, body, events);
        if (outcome.kind === "faulty") expect(outcome.position).to.be.within(0, events - 1);
        if (outcome.kind === "taken") expect([status, (body as { code: number }).code]).to.deep.equal([200, 0]);
        if (events === 1) expect(outcome.kind).to.not.equal("halves");
      }),
    );
  });
});
