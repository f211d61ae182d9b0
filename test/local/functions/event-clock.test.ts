import { expect } from "chai";

import { inThread } from "./thread";

const eventMs = Date.parse("2021-03-04T05:06:07.890Z");

/** Evaluates an expression in a thread whose clock stands at the event. */
function atEvent(expression: string): Promise<unknown> {
  return inThread(`const clock = installEventClock(); clock.set(given.eventMs); return ${expression};`, { eventMs });
}

const soonAfterEvent = (value: unknown) => expect(value).to.be.within(eventMs, eventMs + 5_000);

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
    it(`gives the time of the event to ${expression}`, async () => soonAfterEvent(await atEvent(expression)));
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

  it("goes on while an event is handled, and no faster than a clock does", async () => {
    const [passed, really] = (await atEvent(
      `await (async () => {
        const [start, started] = [Date.now(), performance.now()];
        while (Date.now() < start + 20);
        return [Date.now() - start, performance.now() - started];
      })()`,
    )) as [number, number];
    expect(passed).to.be.within(20, Math.ceil(really) + 20);
  });

  it("is set anew by each event, backwards too", async () => {
    const times = (await inThread(
      `const clock = installEventClock();
       return given.times.map((time) => { clock.set(time); return Date.now(); });`,
      { times: [eventMs, 0, eventMs - 86_400_000] },
    )) as number[];
    expect(times[0]).to.be.within(eventMs, eventMs + 5_000);
    expect(times[1]).to.be.within(0, 5_000);
    expect(times[2]).to.be.within(eventMs - 86_400_000, eventMs - 86_395_000);
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
