import { expect } from "chai";
import * as fc from "fast-check";

import { perRegion } from "../../clients/per-region";
import { isRegionName } from "../../core/cloudtrail/region";

const regions = [
  "us-east-1",
  "eu-central-2",
  "us-gov-west-1",
  "cn-northwest-1",
  "us-isob-east-1",
  "eusc-de-east-1",
  "il-central-1",
  "megov-centralwest-1r",
];
const none = [
  "constructor",
  "__proto__",
  "us-east-1.evil.example.com",
  "us-east-1/",
  "US-EAST-1",
  "us-east-1 ",
  "1",
  "a-1",
  "us-east-",
];

describe("a client for each region", () => {
  it("is made once for each, and for the function's own", () => {
    const made: string[] = [];
    const clientIn = perRegion((region) => ({ number: made.push(region) }));
    for (const region of [...regions, "", ...regions, ""]) expect(clientIn(region)).to.equal(clientIn(region));
    expect(made).to.deep.equal([...regions, ""]);
  });

  for (const text of none) {
    it(`is not made for ${JSON.stringify(text)}`, () => {
      const clientIn = perRegion(() => expect.fail("made"));
      expect(() => clientIn(text)).to.throw(`${JSON.stringify(text)} is no region of AWS`);
    });
  }

  it("is made for nothing that would lead elsewhere than to a host of its region", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]+-[a-z.-]+-[0-9]+.?$/)), (text) => {
        if (!isRegionName(text)) return;
        expect(new URL(`https://ec2.${text}.amazonaws.com/`).hostname).to.equal(`ec2.${text}.amazonaws.com`);
      }),
    );
  });
});
