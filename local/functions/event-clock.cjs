"use strict";

/**
 * Makes `Date` tell the time of the event that is handled. Timers and `performance` stay real.
 * Returns `set(milliseconds)`, to call before each event.
 */
function installEventClock() {
  const RealDate = globalThis.Date;
  const realNow = RealDate.now;
  const clock = { nowMs: 0, setAtMs: realNow() };
  // The time that passes while an event is handled counts, or a loop that waits for a later time would never end.
  const now = () => clock.nowMs + (realNow() - clock.setAtMs);
  const EventDate = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, parts, asked) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, asked === EventDate ? target : asked),
  });
  // One prototype for all: a date that Node itself makes is an instance too.
  RealDate.prototype.constructor = EventDate;
  RealDate.now = now;
  globalThis.Date = EventDate;
  return {
    set(nowMs) {
      clock.nowMs = nowMs;
      clock.setAtMs = realNow();
    },
  };
}

module.exports = { installEventClock };
