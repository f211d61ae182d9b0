import { expect } from "chai";
import * as fc from "fast-check";

import { collectorEvent } from "../../../core/splunk/collector-event";
import type { SaidMessage } from "../../../core/splunk/said-message";

const message: SaidMessage = {
  warden: "forward",
  record: "0f0e0d0c",
  atMs: 1_773_754_041_123,
  function: "disable-key",
  said: { warden: "decided", action: "disable-key", verdict: "notify" },
};

const hostile = fc.constantFrom("\r\n", '"}{"event":"forged"}', "\u2028", "\u0000", "}", "😀");

describe("an event for Splunk", () => {
  it("has the time in seconds with milliseconds, the stack as host, and source and source type of Warden's own", () => {
    expect(JSON.parse(collectorEvent(message, "api-warden-prod"))).to.deep.equal({
      time: 1_773_754_041.123,
      host: "api-warden-prod",
      source: "api-warden",
      sourcetype: "aws:api-warden",
      event: {
        warden: "decided",
        action: "disable-key",
        verdict: "notify",
        id: "0f0e0d0c",
        at: "2026-03-17T13:27:21.123Z",
        function: "disable-key",
      },
    });
    expect(collectorEvent(message, "h")).to.contain('"time":1773754041.123,');
  });

  it("says which piece of how many it is, where it is one", () => {
    const { event } = JSON.parse(collectorEvent({ ...message, piece: 2, pieces: 3 }, "h")) as { event: object };
    expect(event).to.include({ piece: 2, pieces: 3 });
  });

  it("keeps its own id, time and function whatever was stated under their names", () => {
    const said = { warden: "posted", id: "forged", at: "forged", function: "forged" };
    const { event } = JSON.parse(collectorEvent({ ...message, said }, "h")) as { event: object };
    expect(event).to.include({ id: "0f0e0d0c", at: "2026-03-17T13:27:21.123Z", function: "disable-key" });
  });

  it("is one JSON object on one line, and nothing that was stated reaches its outer fields", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("time", "host", "event", "a\nb", "x"), hostile), (said) => {
        const text = collectorEvent({ ...message, said: { ...said, warden: "posted" } }, "stack");
        expect(text).to.not.match(/[\r\n]/);
        const { event, ...outer } = JSON.parse(text) as Record<string, unknown>;
        expect(outer).to.deep.equal({
          time: 1_773_754_041.123,
          ...{ host: "stack", source: "api-warden", sourcetype: "aws:api-warden" },
        });
        expect(event).to.include({ id: "0f0e0d0c", warden: "posted" });
      }),
      { numRuns: 100 },
    );
  });
});
