import { expect } from "chai";
import * as fc from "fast-check";

import { subscriptionPattern } from "../../../core/cloudtrail/error-code";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { eitherPattern } from "../../../core/filter-pattern/either";
import { maxPatternLength } from "../../../core/filter-pattern/parse";
import { longTermKeysPattern } from "../../../stacks/watch-keys";
import { widePattern } from "../../../stacks/watch-trail";

const wide = eitherPattern(subscriptionPattern, longTermKeysPattern);

describe("a wide filter", () => {
  it("takes what either of two takes, and nothing else", () => {
    const [denials, keys, either] = [subscriptionPattern, longTermKeysPattern, wide].map(compileFilterPattern);
    const record = fc.record({
      errorCode: fc.constantFrom("AccessDenied", "Client.UnauthorizedOperation", "NoSuchBucket", undefined),
      userIdentity: fc.record({ accessKeyId: fc.constantFrom("AKIAEXAMPLE", "ASIAEXAMPLE", "", undefined) }),
      eventName: fc.constantFrom("ConsoleLogin", "GetObject"),
      errorMessage: fc.constantFrom("Failed authentication", undefined),
    });
    fc.assert(
      fc.property(record, (one) => {
        expect(either?.(one)).to.equal(denials?.(one) === true || keys?.(one) === true);
      }),
    );
  });

  it("keeps what holds together in one of them together", () => {
    const matches = compileFilterPattern(eitherPattern("{ $.a = 1 && $.b = 1 }", "{ $.c = 1 || $.d = 1 }"));
    expect([{ a: 1 }, { a: 1, b: 1 }, { b: 1, c: 1 }, { d: 1 }, {}].map(matches)).to.deep.equal([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it("of a slot of the log group is short enough for CloudWatch Logs, with all that it takes", () => {
    expect(widePattern.length).to.be.at.most(maxPatternLength);
  });
});
