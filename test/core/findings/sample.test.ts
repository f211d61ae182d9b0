import { expect } from "chai";

import { credentials, sampleFinding } from "../../support/sample-finding";
import type { FindingChanges } from "../../support/sample-finding";

/** The four ways in which a finding shows that it is a sample. */
const samples: Readonly<Record<string, FindingChanges>> = {
  "a flag": { additionalInfo: { sample: true } },
  "a flag in the newer, nested form": { additionalInfo: { value: '{"sample":true}', type: "default" } },
  "the title": { title: "[SAMPLE] API was invoked from a Tor exit node." },
  "made-up values": { key: { ...credentials.userKey, accessKeyId: "GeneratedFindingAccessKeyId" } },
};

describe("a sample finding", () => {
  for (const [way, changes] of Object.entries(samples)) {
    it(`is known by ${way}`, () => {
      expect(sampleFinding(changes).sample).to.be.a("string");
    });
  }

  it("is known by a made-up value beside a key that looks like one", () => {
    const key = { ...credentials.userKey, userName: "GeneratedFindingUserName" };
    expect(sampleFinding({ key }).sample).to.contain("userName");
  });

  it("is not what says that it is none, or says nothing readable", () => {
    const infos = [
      {},
      { sample: false },
      { sample: "yes" },
      { value: '{"sample":false}' },
      { value: "{", type: "default" },
      { value: '"sample"' },
    ];
    for (const additionalInfo of infos) expect(sampleFinding({ additionalInfo }).sample).to.equal(undefined);
    expect(sampleFinding({ title: "A [SAMPLE] in the middle" }).sample).to.equal(undefined);
  });

  it("can't be pretended by the name of a program", () => {
    const awsApiCallAction = { api: "ListUsers", userAgent: "GeneratedFindingUserAgent" };
    expect(sampleFinding({ action: { awsApiCallAction } }).sample).to.equal(undefined);
  });
});
