"use strict";

/**
 * Makes `Date` tell the time of the event that is handled. Timers and `performance` stay real.
 * Returns `set(milliseconds)`, to call before each event.
 */
function installEventClock() {
  const RealDate = globalThis.Date;
  const clock = { nowMs: 0, setAtMs: RealDate.now() };
  // The time that passes while an event is handled counts, or a loop that waits for a later time would never end.
  const now = () => clock.nowMs + (RealDate.now() - clock.setAtMs);
  class EventDate extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(now());
      else super(...parts);
    }
    static now() {
      return now();
    }
  }
  globalThis.Date = new Proxy(EventDate, { apply: () => new EventDate().toString() });
  return {
    set(nowMs) {
      clock.nowMs = nowMs;
      clock.setAtMs = RealDate.now();
    },
  };
}

module.exports = { installEventClock };
