import { expect } from "chai";
import * as fc from "fast-check";

import type { Happening } from "../../../local/play/timeline";
import { Timeline } from "../../../local/play/timeline";

const happening = (atMs: number): Happening => ({ atMs, run: async () => {} });

describe("the timeline", () => {
  it("is empty at first", () => {
    const timeline = new Timeline();
    expect(timeline.nextMs).to.equal(undefined);
    expect(timeline.take()).to.equal(undefined);
  });

  it("gives what was added in order of time, equal times in order of adding, as a stable sort does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 }), (times) => {
        const timeline = new Timeline();
        const added = times.map((atMs) => happening(atMs));
        for (const one of added) timeline.add(one);
        const sorted = [...added].sort((one, other) => one.atMs - other.atMs);
        for (const { atMs, run } of sorted) {
          expect(timeline.nextMs).to.equal(atMs);
          expect(timeline.take()?.run).to.equal(run);
        }
        expect(timeline.take()).to.equal(undefined);
      }),
    );
  });

  it("keeps the order when adding and taking alternate", () => {
    const steps = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(steps, (commands) => {
        const timeline = new Timeline();
        let model: Happening[] = [];
        for (const atMs of commands) {
          if (atMs !== null) {
            const one = happening(atMs);
            timeline.add(one);
            model = [...model, one].sort((left, right) => left.atMs - right.atMs);
          } else expect(timeline.take()?.run).to.equal(model.shift()?.run);
        }
        expect(timeline.nextMs).to.equal(model[0]?.atMs);
      }),
    );
  });
});
