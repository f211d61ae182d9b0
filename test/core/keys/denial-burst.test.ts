import { expect } from "chai";
import * as fc from "fast-check";

import type { DeniedCall } from "../../../core/keys/denial-burst";
import { burstText, isBurst, withDeniedCalls } from "../../../core/keys/denial-burst";

const minuteMs = 60_000;
const calls = (...minutes: number[]): DeniedCall[] =>
  minutes.map((minute) => ({ eventId: `event-${minute}`, atMs: minute * minuteMs }));

describe("a burst of denied calls", () => {
  it("is five within an hour", () => {
    expect(isBurst(calls(0, 10, 20, 30))).to.equal(false);
    expect(isBurst(calls(0, 10, 20, 30, 59))).to.equal(true);
    expect(isBurst(calls(0, 10, 20, 30, 60))).to.equal(false);
  });

  it("is not one event that comes five times", () => {
    const same = calls(0, 0, 0, 0, 0);
    expect(isBurst(same)).to.equal(false);
    expect(withDeniedCalls(same, same)).to.have.length(1);
  });

  it("comes to the same whatever the order and the deliveries", () => {
    const any = fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 40 });
    fc.assert(
      fc.property(any, any, (first, second) => {
        const together = withDeniedCalls([], calls(...second, ...first));
        const oneByOne = withDeniedCalls(withDeniedCalls([], calls(...first)), calls(...second));
        expect(oneByOne).to.deep.equal(together);
      }),
    );
  });

  it("keeps what is stored small in any storm, and says so", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ eventId: `e${index}`, atMs: index }));
    const kept = withDeniedCalls([], many);
    expect(kept).to.have.length(50);
    expect(burstText(kept)).to.equal("at least 50 calls denied within an hour");
    expect(burstText(kept.slice(0, 14))).to.equal("14 calls denied within an hour");
  });
});
