import { expect } from "chai";

import type { RecordState } from "../../../core/actions/record";
import { isRestorable, unanswerable } from "../../../core/actions/record";
import { sampleActionRecord, SAMPLE_TIME } from "./sample-action-record";

const states: readonly RecordState[] = ["told", "asked", "begun", "done", "failed", "left", "expired", "restored"];
const asked = sampleActionRecord({ state: "asked", verdict: "ask", askedUntilMs: SAMPLE_TIME + 1000 });

describe("record of an action", () => {
  it("can be answered while it is asked, and in no other state", () => {
    for (const state of states) {
      const why = unanswerable({ ...asked, state }, SAMPLE_TIME);
      expect(why, state).to.equal(state === "asked" ? undefined : `it is ${state} already`);
    }
  });

  it("can be answered up to its time, and once", () => {
    expect(unanswerable(asked, SAMPLE_TIME + 1000)).to.equal(undefined);
    expect(unanswerable(asked, SAMPLE_TIME + 1001)).to.equal("its time to be answered is over");
    const approved = { ...asked, approval: { by: "arn:aws:iam::111122223333:user/alice", atMs: SAMPLE_TIME } };
    expect(unanswerable(approved, SAMPLE_TIME)).to.equal("it is approved already");
  });

  it("can be undone once a change was begun, however that ended", () => {
    const restorable = states.filter((state) => isRestorable(sampleActionRecord({ state })));
    expect(restorable).to.deep.equal(["begun", "done", "failed"]);
  });
});
