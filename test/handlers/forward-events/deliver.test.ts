import { expect } from "chai";

import type { CollectorAnswer, EventCollector } from "../../../clients/splunk";
import type { Delivered, ForwardedEvent } from "../../../handlers/forward-events/deliver";
import { deliver } from "../../../handlers/forward-events/deliver";
import { quietly } from "./quietly";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const success: CollectorAnswer = { status: 200, body: { text: "Success", code: 0 } };
const busy: CollectorAnswer = { status: 503, body: { text: "Server is busy", code: 9 } };

const event = (name: string, text = `{"event":"${name}"}`): ForwardedEvent => ({
  messageId: name,
  body: `body of ${name}`,
  text,
});
const events = (count: number) => Array.from({ length: count }, (_, index) => event(`e${index}`));

type Answer = (texts: readonly string[], request: number) => CollectorAnswer | Error;

interface Seen extends Delivered {
  readonly requests: readonly (readonly string[])[];
  readonly kept: readonly string[];
  readonly tokensForgotten: number;
}

/** Delivers to a Splunk that answers so, and says what it saw. */
async function delivered(
  all: readonly ForwardedEvent[],
  answer: Answer,
  { keepFails = false, remainingMs = 30_000 } = {},
): Promise<Seen> {
  const requests: (readonly string[])[] = [];
  const kept: string[] = [];
  let tokensForgotten = 0;
  const collector: EventCollector = {
    post: async (texts) => {
      requests.push(texts);
      const given = answer(texts, requests.length);
      if (given instanceof Error) throw given;
      return given;
    },
    forgetToken: () => void (tokensForgotten += 1),
  };
  const giveUp = async (body: string) => {
    if (keepFails) throw new Error("SQS is down");
    kept.push(body);
  };
  const parts = { collector, giveUp, remainingMs: () => remainingMs };
  const { result } = await quietly(() => deliver(all, parts, nowMs));
  return { ...result, requests, kept, tokensForgotten };
}

/** A Splunk that blames what has "bad" in it, and names its position unless told otherwise. */
const blaming =
  ({ names = true } = {}): Answer =>
  (texts) => {
    const position = texts.findIndex((text) => text.includes("bad"));
    const named = names ? { "invalid-event-number": position } : {};
    return position < 0 ? success : { status: 400, body: { text: "Invalid data format", code: 6, ...named } };
  };

describe("handing events to Splunk", () => {
  it("takes one request where all fit in", async () => {
    const seen = await delivered(events(100), () => success);
    expect(seen).to.deep.include({ taken: 100, givenUp: 0, back: [] });
    expect(seen.requests).to.deep.equal([events(100).map(({ text }) => text)]);
  });

  it("takes as many requests as the bytes ask for", async () => {
    const large = events(100).map((one) => ({ ...one, text: one.text.padEnd(20_000) }));
    const seen = await delivered(large, () => success);
    expect(seen).to.deep.include({ taken: 100, back: [] });
    expect(seen.requests.map((texts) => texts.length)).to.deep.equal([45, 45, 10]);
  });

  it("sends nothing where there is nothing", async () => {
    expect(await delivered([], () => success)).to.deep.include({ taken: 0, requests: [] });
  });

  describe("of which one is bad", () => {
    const all = [event("e0"), event("bad"), event("e2")];

    it("gives that one up and sends the others without it", async () => {
      const seen = await delivered(all, blaming());
      expect(seen).to.deep.include({ taken: 2, givenUp: 1, back: [], kept: ["body of bad"] });
      expect(seen.requests.at(-1)).to.deep.equal(['{"event":"e0"}', '{"event":"e2"}']);
    });

    it("finds it by halves where Splunk does not name it", async () => {
      const many = [...events(20), event("bad"), event("after")];
      const seen = await delivered(many, blaming({ names: false }));
      expect(seen).to.deep.include({ taken: 21, givenUp: 1, back: [], kept: ["body of bad"] });
    });

    it("leaves it in the queue where it can't be kept elsewhere", async () => {
      const seen = await delivered(all, blaming(), { keepFails: true });
      expect(seen).to.deep.include({ taken: 2, givenUp: 0, back: ["bad"], kept: [] });
    });

    it("gives up one that is too large for Splunk alone", async () => {
      const tooLarge: Answer = (texts) =>
        texts.some((text) => text.includes("bad")) ? { status: 413, body: "" } : success;
      const seen = await delivered(all, tooLarge);
      expect(seen).to.deep.include({ taken: 2, givenUp: 1, back: [], kept: ["body of bad"] });
    });
  });

  it("ends after so many requests, and all that is not taken by then goes back", async () => {
    const bad = Array.from({ length: 100 }, (_, index) => event(`bad${index}`));
    const seen = await delivered(bad, blaming());
    expect(seen.requests).to.have.length(25);
    expect(seen.givenUp).to.equal(25);
    expect(seen.back).to.deep.equal(bad.slice(25).map(({ messageId }) => messageId));
  });

  describe("while Splunk takes nothing", () => {
    const cases: Readonly<Record<string, CollectorAnswer | Error>> = {
      "is busy": busy,
      "has an error": { status: 500, body: { code: 8 } },
      "asks for patience": { status: 429, body: "" },
      "is not reached": { status: 0, body: undefined },
      "answers garbage": { status: 200, body: "<html>Sign in</html>" },
      "has no such index": { status: 400, body: { code: 7, "invalid-event-number": 0 } },
      "has a token that can't be read": new Error("AccessDeniedException"),
    };
    for (const [why, answer] of Object.entries(cases)) {
      it(`asks once, and all goes back: it ${why}`, async () => {
        const large = events(100).map((one) => ({ ...one, text: one.text.padEnd(20_000) }));
        const seen = await delivered(large, () => answer);
        expect(seen).to.deep.include({ taken: 0, givenUp: 0, kept: [], tokensForgotten: 0 });
        expect(seen.back).to.deep.equal(large.map(({ messageId }) => messageId));
        expect(seen.requests).to.have.length(1);
      });
    }

    it("reads the token again next time where it is refused", async () => {
      for (const status of [401, 403]) {
        const seen = await delivered(events(2), () => ({ status, body: { code: 4 } }));
        expect(seen).to.deep.include({ back: ["e0", "e1"], tokensForgotten: 1 });
      }
    });

    it("keeps what was taken before", async () => {
      const large = events(100).map((one) => ({ ...one, text: one.text.padEnd(20_000) }));
      const seen = await delivered(large, (_, request) => (request === 1 ? success : busy));
      expect(seen.taken).to.equal(45);
      expect(seen.back).to.deep.equal(large.slice(45).map(({ messageId }) => messageId));
    });
  });

  it("begins no request that the invocation might not see the end of", async () => {
    const seen = await delivered(events(3), () => success, { remainingMs: 13_000 });
    expect(seen).to.deep.include({ taken: 0, requests: [], back: ["e0", "e1", "e2"] });
  });

  it("states what Splunk answered, without the events and without the token", async () => {
    const collector: EventCollector = { post: async () => busy, forgetToken: () => undefined };
    const parts = { collector, giveUp: async () => undefined, remainingMs: () => 30_000 };
    const { lines } = await quietly(() => deliver(events(2), parts, nowMs));
    expect(lines).to.deep.equal(['{"warden":"not-taken","status":503,"code":9,"events":2}']);
  });
});
