import { expect } from "chai";
import * as fc from "fast-check";

import type { ProfileParts, WatchedRequest } from "../../../handlers/watch-keys/profiles";
import { compareWithProfiles } from "../../../handlers/watch-keys/profiles";
import { profileMemory } from "../../../handlers/watch-keys/profile-memory";
import type { ProfiledRequest } from "../../../core/profiles/request";
import { dayMs, defaults, hourMs, startMs, usual } from "../../core/profiles/sample-request";
import { memoryProfiles } from "../../support/memory-profiles";
import { keyId } from "./profiled-keys";

const requestsOf = (requests: readonly ProfiledRequest[]): WatchedRequest[] =>
  requests.map((request) => ({
    request,
    call: { record: {}, accessKeyId: request.accessKeyId, eventId: "", atMs: request.atMs, byService: false },
  }));

/** One table, and containers that look at requests with it alone. */
function containers(count: number) {
  const store = memoryProfiles();
  const parts = Array.from({ length: count }, (): ProfileParts => ({
    store,
    memory: profileMemory(),
    settings: defaults,
    expectedOf: async () => new Map(),
    isNews: () => true,
    tellBegun: async () => undefined,
  }));
  const look = async (container: number, requests: readonly ProfiledRequest[]) => {
    const part = parts[container % count];
    if (part === undefined) throw new Error("no such container");
    const { unusual, problem } = await compareWithProfiles(requestsOf(requests), part, requests[0]?.atMs ?? 0);
    expect({ unusual: unusual.size, problem }).to.deep.equal({ unusual: 0, problem: undefined });
  };
  return { store, look };
}

/** A request of alice's key that is known: one of fifty events, from one of three addresses. */
function known(atMs: number, number: number): ProfiledRequest {
  return usual(atMs, { eventName: `Event${number % 50}`, sourceIPAddress: `203.0.113.${number % 3}` });
}

describe("what profiles cost in DynamoDB", () => {
  it("is at most two writes a day and key for 100,000 calls of which all is known, over three containers", async () => {
    const { store, look } = containers(3);
    await look(
      0,
      Array.from({ length: 150 }, (_, number) => known(startMs, number)),
    );
    const days = 100;
    const samples = Array.from({ length: 150 }, (_, number) => known(startMs, number));
    let calls = 0;
    for (let day = 1; day <= days; day += 1) {
      const before = store.counts.writes;
      for (let delivery = 0; delivery < 10; delivery += 1) {
        const atMs = Math.floor(startMs / dayMs) * dayMs + day * dayMs + delivery * 2 * hourMs;
        const requests = Array.from({ length: 100 }, (_, index): ProfiledRequest => {
          const request = samples[(calls + index) % samples.length];
          if (request === undefined) throw new Error("no sample");
          return { ...request, atMs: atMs + index, day: Math.floor(atMs / dayMs) };
        });
        calls += requests.length;
        await look(delivery, requests);
      }
      expect(store.counts.writes - before, `day ${day}`).to.be.within(1, 2);
    }
    expect(calls).to.equal(100_000);
    expect(store.counts.refused).to.equal(0);
    expect(store.stored(keyId)?.event).to.have.length(50);
    expect(store.stored(keyId)?.ip).to.have.length(3);
  });

  it("is one write more on a day on which something comes again that was not seen for half of the time it is known for", async () => {
    const { store, look } = containers(1);
    await look(0, [known(startMs, 0), known(startMs, 1), known(startMs, 2)]);
    for (let day = 1; day <= 60; day += 1) await look(0, [known(startMs + day * dayMs, 0)]);
    const atMs = startMs + 61 * dayMs;
    const before = store.counts.writes;
    await look(0, [known(atMs, 0)]);
    await look(0, [known(atMs + 1, 1)]);
    await look(0, [known(atMs + 2, 2)]);
    expect(store.counts.writes - before).to.equal(2);
    const lastDays = new Map(store.stored(keyId)?.event.map(([event, , last]) => [event, last]));
    expect(lastDays.get("dynamodb:Event1")).to.equal(Math.floor(atMs / dayMs));
  });

  it("is one write and no look-up for a delivery with something new of keys that the container remembers", async () => {
    const { store, look } = containers(1);
    await look(0, [known(startMs, 0)]);
    const { loads } = store.counts;
    for (let number = 1; number < 40; number += 1) await look(0, [known(startMs + number, number)]);
    expect(store.counts).to.deep.equal({ loads, writes: 40, refused: 0 });
    expect(store.stored(keyId)?.event).to.have.length(40);
  });

  it("is a look-up and a write more where another container has written since, and loses nothing", async () => {
    const turns = fc.array(fc.tuple(fc.nat(2), fc.nat(49)), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(turns, async (all) => {
        const { store, look } = containers(3);
        for (const [index, [container, number]] of all.entries())
          await look(container, [known(startMs + index, number)]);
        const events = store.stored(keyId)?.event.map(([event]) => event);
        expect(events).to.have.members([...new Set(all.map(([, number]) => `dynamodb:Event${number}`))]);
        expect(store.counts.loads).to.be.at.most(store.counts.refused + 3);
      }),
      { numRuns: 50 },
    );
  });

  it("is one look-up for all keys of a delivery, and none for those that the container knows", async () => {
    const { store, look } = containers(1);
    const ofKeys = (atMs: number) =>
      Array.from({ length: 250 }, (_, number) => ({
        ...usual(atMs),
        accessKeyId: `AKIAEXAMPLE${String(number).padStart(9, "0")}`,
      }));
    await look(0, ofKeys(startMs));
    expect(store.counts).to.deep.equal({ loads: 1, writes: 250, refused: 0 });
    await look(0, ofKeys(startMs + hourMs));
    expect(store.counts).to.deep.equal({ loads: 1, writes: 250, refused: 0 });
  });
});
