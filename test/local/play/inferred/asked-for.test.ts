import { expect } from "chai";

import { isOfLongTermKey, oftenAskedFor } from "../../../../local/play/inferred/asked-for";
import { graphOf, resource } from "../fixture";

describe("questions to the log group that need no file read again", () => {
  const declared = '{ $.errorCode = "AccessDenied*" }';
  const isAllAdded = oftenAskedFor(
    graphOf(resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "denied", { pattern: declared })),
  );
  const cases: readonly [pattern: string, expected: boolean][] = [
    [declared, true],
    ['{ $.errorCode = "Access*" }', false],
    ['{ $.userIdentity.accessKeyId = "AKIAEXAMPLE" }', true],
    ['{ ($.userIdentity.accessKeyId = "AKIAEXAMPLE") && ($.awsRegion = "eu-west-1") }', true],
    ['{ ($.userIdentity.accessKeyId = "AKIAEXAMPLE") || ($.awsRegion = "eu-west-1") }', false],
    ['{ $.userIdentity.accessKeyId = "ASIAEXAMPLE" }', false],
    ['{ $.userIdentity.accessKeyId != "AKIAEXAMPLE" }', false],
    ['{ $.accessKeyId = "AKIAEXAMPLE" }', false],
    ["", false],
  ];
  for (const [pattern, expected] of cases) {
    it(`${expected ? "are" : "are not"} ${pattern === "" ? "those for everything" : pattern}`, () => {
      expect(isAllAdded(pattern)).to.equal(expected);
    });
  }

  it("take calls of long-term keys, whoever's they are", () => {
    const by = (accessKeyId: unknown, type = "IAMUser") => isOfLongTermKey({ userIdentity: { type, accessKeyId } });
    expect(by("AKIAEXAMPLE")).to.equal(true);
    expect(by("AKIAEXAMPLE", "Root")).to.equal(true);
    for (const id of ["ASIAEXAMPLE", undefined, 7]) expect(by(id)).to.equal(false);
  });
});
