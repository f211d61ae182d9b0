"use strict";

const timers = require("node:timers");
const timersPromises = require("node:timers/promises");
const { promisify } = require("node:util");

/** Looks at the clock while one event is handled, beyond which each look takes a millisecond. */
const freeLooks = 100_000;

/**
 * Makes `Date` tell the time of the event that is handled. Timers and `performance` stay real.
 * Returns `set(milliseconds)`, to call before each event.
 *
 * The clock stands still while the function works, so that a busy machine changes nothing of what comes out. It goes on by
 * what the function waits for: to the time at which a timer was due. A loop that waits without a timer ends too.
 */
function installEventClock() {
  const RealDate = globalThis.Date;
  const clock = { nowMs: 0, looks: 0, event: 0 };
  const now = () => {
    clock.looks += 1;
    if (clock.looks > freeLooks) clock.nowMs += 1;
    return clock.nowMs;
  };
  const EventDate = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, parts, asked) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, asked === EventDate ? target : asked),
  });
  // One prototype for all: a date that Node itself makes is an instance too.
  RealDate.prototype.constructor = EventDate;
  RealDate.now = now;
  globalThis.Date = EventDate;
  goOnWithTimers(clock);
  return {
    set(nowMs) {
      clock.nowMs = nowMs;
      clock.looks = 0;
      clock.event += 1;
    },
  };
}

/** A timer of an earlier event says nothing of this one's time. */
function goOnWithTimers(clock) {
  const due = (delay) => {
    const { event, nowMs } = clock;
    const dueMs = nowMs + (delay >= 1 ? Number(delay) : 1);
    return () => {
      if (clock.event === event && clock.nowMs < dueMs) clock.nowMs = dueMs;
    };
  };
  const realTimeout = timers.setTimeout;
  const realWait = timersPromises.setTimeout;
  const setTimeout = (work, delay, ...rest) => {
    if (typeof work !== "function") return realTimeout(work, delay, ...rest);
    const goOn = due(delay);
    const fire = (...values) => {
      goOn();
      return work(...values);
    };
    return realTimeout(fire, delay, ...rest);
  };
  const wait = async (delay, ...rest) => {
    const goOn = due(delay);
    const value = await realWait(delay, ...rest);
    goOn();
    return value;
  };
  Object.defineProperty(setTimeout, promisify.custom, { enumerable: true, value: wait });
  globalThis.setTimeout = timers.setTimeout = setTimeout;
  timersPromises.setTimeout = wait;
}

module.exports = { installEventClock };
