import { expect } from "chai";
import * as fc from "fast-check";

import { configurationHash } from "../../../core/actions/configuration-hash";
import { recordId, recordIdForm } from "../../../core/actions/record-id";

const subject = { account: "111122223333", id: "AKIAEXAMPLEEXAMPLE42" };

describe("id of an action's record", () => {
  it("is the same for the same action, subject and occasion", () => {
    const id = recordId("disable-key", subject, "event-1");
    expect(id).to.match(recordIdForm);
    expect(recordId("disable-key", { ...subject }, "event-1")).to.equal(id);
  });

  it("differs by each of them", () => {
    const ids = [
      recordId("disable-key", subject, "event-1"),
      recordId("revoke-sessions", subject, "event-1"),
      recordId("disable-key", { ...subject, account: "444455556666" }, "event-1"),
      recordId("disable-key", { ...subject, account: undefined }, "event-1"),
      recordId("disable-key", { ...subject, id: "AKIAEXAMPLEEXAMPLE43" }, "event-1"),
      recordId("disable-key", subject, "event-2"),
    ];
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("has the form that people type, whatever the occasion is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (id, occasion) => {
        expect(recordId("disable-key", { account: undefined, id }, occasion)).to.match(recordIdForm);
      }),
    );
  });
});

describe("hash of the configuration", () => {
  it("is twelve hexadecimal digits that do not depend on the order of keys", () => {
    const one = configurationHash({ modes: { a: "notify", b: "enforce" }, limits: [1, 2] });
    expect(one).to.match(/^[0-9a-f]{12}$/);
    expect(configurationHash({ limits: [1, 2], modes: { b: "enforce", a: "notify" } })).to.equal(one);
  });

  it("changes with any value and with the order of a list", () => {
    const one = configurationHash({ limits: [1, 2], mode: "notify" });
    expect(configurationHash({ limits: [2, 1], mode: "notify" })).to.not.equal(one);
    expect(configurationHash({ limits: [1, 2], mode: "enforce" })).to.not.equal(one);
  });
});
