import { expect } from "chai";

import { inThread } from "./thread";

const eventMs = Date.parse("2021-03-04T05:06:07.890Z");

/** Evaluates an expression in a thread whose clock stands at the event. */
function atEvent(expression: string): Promise<unknown> {
  return inThread(`const clock = installEventClock(); clock.set(given.eventMs); return ${expression};`, { eventMs });
}

describe("the clock of a function", () => {
  for (const expression of [
    "Date.now()",
    "new Date().getTime()",
    "+new Date()",
    "Date.parse(new Date().toISOString())",
    "new (class extends Date {})().getTime()",
    "new (new Date(0).constructor)().getTime()",
    "Reflect.construct(Date, []).getTime()",
  ]) {
    it(`gives the time of the event to ${expression}`, async () => expect(await atEvent(expression)).to.equal(eventMs));
  }

  it("gives the time of the event to Date() as text", async () => {
    expect(await atEvent("Date()")).to.match(/^\w{3} Mar 0\d 2021 /);
  });

  for (const [expression, value] of [
    ["new Date(0).getTime()", 0],
    ["new Date('2020-01-01T00:00:00Z').toISOString()", "2020-01-01T00:00:00.000Z"],
    ["Date.UTC(2020, 0, 2)", Date.UTC(2020, 0, 2)],
    ["String(new Date(undefined))", "Invalid Date"],
    ["new Date() instanceof Date", true],
    ["structuredClone(new Date(5)) instanceof Date", true],
    ["new (class extends Date { own() { return 'own'; } })().own()", "own"],
    ["new Date(0).constructor === Date", true],
    ["Date.length", 7],
  ] as const) {
    it(`leaves ${expression} as it is`, async () => expect(await atEvent(expression)).to.equal(value));
  }

  it("stands still while the function works, however long that takes", async () => {
    const passed = await atEvent(
      `(() => {
        const [start, started] = [Date.now(), performance.now()];
        while (performance.now() < started + 20);
        return Date.now() - start;
      })()`,
    );
    expect(passed).to.equal(0);
  });

  for (const [what, wait] of [
    ["setTimeout", "new Promise((resolve) => setTimeout(resolve, 7))"],
    ["setTimeout of node:timers", "new Promise((resolve) => require('node:timers').setTimeout(resolve, 7))"],
    ["setTimeout as a promise", "require('node:util').promisify(setTimeout)(7)"],
    ["setTimeout of node:timers/promises", "require('node:timers/promises').setTimeout(7)"],
    ["several at a time", "Promise.all([3, 7, 5].map((delay) => require('node:timers/promises').setTimeout(delay)))"],
  ] as const) {
    it(`goes on by exactly what is waited for with ${what}`, async () => {
      expect(await atEvent(`await (async () => { await ${wait}; return Date.now(); })()`)).to.equal(eventMs + 7);
    });
  }

  it("hands values and what clears a timer through", async () => {
    const seen = await atEvent(
      `await new Promise((resolve) => {
        const seen = [];
        clearTimeout(setTimeout(() => seen.push("cleared"), 1));
        setTimeout((one, other) => resolve([...seen, one, other]), 4, "one", "other");
      })`,
    );
    expect(seen).to.deep.equal(["one", "other"]);
  });

  it("ends a loop that waits for a later time without a timer", async () => {
    expect(
      await atEvent("(() => { const start = Date.now(); while (Date.now() < start + 20); return true; })()"),
    ).to.equal(true);
  });

  it("is not moved by a timer of an earlier event", async () => {
    const now = await atEvent(
      `await (async () => {
        const waited = new Promise((resolve) => setTimeout(resolve, 5));
        clock.set(given.eventMs + 1);
        await waited;
        return Date.now();
      })()`,
    );
    expect(now).to.equal(eventMs + 1);
  });

  it("is set anew by each event, backwards too", async () => {
    const times = (await inThread(
      `const clock = installEventClock();
       return given.times.map((time) => { clock.set(time); return Date.now(); });`,
      { times: [eventMs, 0, eventMs - 86_400_000] },
    )) as number[];
    expect(times).to.deep.equal([eventMs, 0, eventMs - 86_400_000]);
  });

  it("leaves timers and performance real", async () => {
    const [timer, measured] = (await atEvent(
      `await new Promise((resolve) => {
        const started = process.hrtime.bigint();
        const before = performance.now();
        setTimeout(() => resolve([Number(process.hrtime.bigint() - started) / 1e6, performance.now() - before]), 5);
      })`,
    )) as [number, number];
    expect(timer).to.be.within(4, 5_000);
    expect(measured).to.be.within(4, 5_000);
  });
});
