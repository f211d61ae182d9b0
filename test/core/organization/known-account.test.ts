import { expect } from "chai";
import * as fc from "fast-check";

import { isWhollyKnown, knownAccount, withWritten } from "../../../core/organization/known-account";
import { hostileText } from "../slack/hostile-text";

const tagKeys = { ownerTag: "team", environmentTag: "stage" };

describe("what AWS Organizations tells of an account", () => {
  it("is kept as name, path of units, and the two tags that are shown", () => {
    const tags = { team: "shop", stage: "live", secret: "not for messages" };
    expect(knownAccount({ name: "shop", units: ["Workloads", "Production"], tags }, tagKeys)).to.deep.equal({
      ...{ name: "shop", unit: "Workloads/Production", owner: "shop", environment: "live", tags: {} },
    });
  });

  it("is left open where an account stands below the root, without name and tags", () => {
    const account = knownAccount({ name: undefined, units: [], tags: {} }, tagKeys);
    expect(Object.values(account).filter((fact) => typeof fact === "string")).to.deep.equal([]);
  });

  it("has no tag from what every object has", () => {
    const keys = { ownerTag: "constructor", environmentTag: "toString" };
    const { owner, environment } = knownAccount({ name: "shop", units: [], tags: {} }, keys);
    expect([owner, environment]).to.deep.equal([undefined, undefined]);
  });

  it("is one line of at most 128 characters, whatever somebody has written", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { name, owner } = knownAccount({ name: text, units: [], tags: { team: text } }, tagKeys);
        for (const line of [name, owner]) {
          expect(line).not.to.equal("");
          expect(line ?? "").not.to.match(/[\n\r\u2028\u2029\0]/);
          expect([...(line ?? "")]).to.have.length.at.most(128);
        }
      }),
    );
  });
});

describe("what the settings say of an account", () => {
  const found = { name: "from-aws", unit: "Workloads", owner: "somebody", environment: "live", tags: {} };

  it("holds, and the rest is as it was looked up", () => {
    const written = { name: "shop", owner: "shop team", tags: { critical: "yes" } };
    expect(withWritten(found, written)).to.deep.equal({
      ...{ name: "shop", unit: "Workloads", owner: "shop team", environment: "live", tags: { critical: "yes" } },
    });
    expect(withWritten(undefined, written)).to.equal(written);
    expect(withWritten(found, undefined)).to.equal(found);
  });

  it("leaves nothing to be looked up where it says all four", () => {
    expect(isWhollyKnown(found)).to.equal(true);
    expect(isWhollyKnown({ ...found, owner: undefined })).to.equal(false);
    expect(isWhollyKnown(undefined)).to.equal(false);
  });
});
