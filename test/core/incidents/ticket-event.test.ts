import { expect } from "chai";
import * as fc from "fast-check";

import type { TicketEvent } from "../../../core/incidents/ticket-event";
import { parseTicketEvent, ticketEventText } from "../../../core/incidents/ticket-event";

const event: Omit<TicketEvent, "version"> = {
  kind: "suspicious-key",
  subject: { kind: "key", id: "AKIAEXAMPLEEXAMPLE42" },
  account: "111122223333",
  region: undefined,
  cause: "suspicious-key AKIAEXAMPLEEXAMPLE42",
  text: "The key is disabled.",
  eventIds: ["one", "two"],
  at: "2026-10-01T12:00:00.000Z",
  outcome: "disable-key done signals",
  occasion: "one",
  record: "wa-abcdefghij",
};

describe("a message of the topic incidents", () => {
  it("is read as it was written, and was seen where it does not say otherwise", () => {
    expect(parseTicketEvent(ticketEventText(event))).to.deep.equal({ version: 1, ...event, phase: "seen" });
    const resolved = parseTicketEvent(ticketEventText({ ...event, phase: "resolved" }));
    expect(resolved.phase).to.equal("resolved");
  });

  it("is bounded when it is written, and again when it is read", () => {
    const long = { ...event, text: "x".repeat(100_000), eventIds: Array.from({ length: 5_000 }, (_, id) => `${id}`) };
    expect(ticketEventText(long).length).to.be.below(10_000);
    const read = parseTicketEvent(JSON.stringify({ version: 1, ...long }));
    expect([read.text.length, read.eventIds.length]).to.deep.equal([2_000, 200]);
  });

  const broken: readonly [string, string, string][] = [
    ["not JSON", "{", "not JSON"],
    ["a list", "[]", "not an object"],
    ["another version", JSON.stringify({ ...event, version: 2 }), "version is not 1"],
    ["no cause", JSON.stringify({ version: 1, ...event, cause: "" }), "cause is no text"],
    ["no subject", JSON.stringify({ version: 1, ...event, subject: null }), "subject.kind is no text"],
    ["no time", JSON.stringify({ version: 1, ...event, at: "yesterday" }), "at is no time"],
    ["event ids that are no list", JSON.stringify({ version: 1, ...event, eventIds: {} }), "eventIds is no list"],
  ];
  for (const [what, message, why] of broken) {
    it(`with ${what} is refused with the reason, and with nothing of it`, () => {
      expect(() => parseTicketEvent(message)).to.throw(`malformed message on incidents: ${why}`);
    });
  }

  it("is read or refused, whatever it is", () => {
    const almost = fc.record({
      version: fc.constant(1),
      kind: fc.anything(),
      subject: fc.anything(),
      at: fc.anything(),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          almost.map((value) => JSON.stringify(value) ?? ""),
        ),
        (message) => {
          try {
            parseTicketEvent(message);
          } catch (error) {
            expect((error as Error).message).to.match(/^malformed message on incidents: /);
          }
        },
      ),
    );
  });
});
