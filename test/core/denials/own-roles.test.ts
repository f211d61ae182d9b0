import { expect } from "chai";
import * as fc from "fast-check";

import { isOwnRole, ownRoleArnsIn, ownRolesText } from "../../../core/denials/own-roles";

const arn = (name: string) => `arn:aws:iam::111122223333:role/security/warden/${name}`;

describe("the roles of Warden's functions, as short text", () => {
  it("are the same roles when they are read", () => {
    const part = fc.stringMatching(/^[\w+=,.@-]{1,20}$/);
    const role = fc
      .tuple(fc.constantFrom("aws", "aws-cn", "aws-us-gov"), fc.array(part, { maxLength: 3 }), part)
      .map(([partition, path, name]) => `arn:${partition}:iam::111122223333:role/${[...path, name].join("/")}`);
    fc.assert(
      fc.property(fc.array(role), (arns) => {
        expect([...ownRoleArnsIn(ownRolesText(arns))].sort()).to.deep.equal([...new Set(arns)].sort());
      }),
    );
  });

  it("are the same text in whatever order they come", () => {
    const [one, other] = [arn("disable-key-1"), arn("post-denials-1")];
    expect(ownRolesText([one, other, one])).to.equal(ownRolesText([other, one]));
  });

  it("name the account and the path once, so that twenty of the longest names take 1.5 KB", () => {
    const text = ownRolesText(Array.from({ length: 20 }, (_, position) => arn(`${position}`.padStart(64, "x"))));
    expect(text.split("111122223333")).to.have.length(2);
    expect(text.length).to.be.below(1_500);
  });

  it("hold no caller without ARN", () => {
    expect(isOwnRole(undefined, { arns: new Set([""]) })).to.equal(false);
  });

  it("hold roles of members in every partition, and nothing that only looks like one", () => {
    const own = { arns: new Set<string>(), members: { role: "warden", accounts: ["444455556666"] } };
    for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
      for (const name of ["warden", "warden-read"]) {
        expect(isOwnRole(`arn:${partition}:iam::444455556666:role/${name}`, own), `${partition} ${name}`).to.equal(
          true,
        );
      }
    }
    for (const other of [
      "arn:aws:iam::444455556666:role/warden-forward",
      "arn:aws:iam::444455556666:role/warden-read-2",
      "arn:aws:iam::444455556666:role/other/warden",
      "arn:aws:iam::444455556666:user/warden",
      "arn:aws:iam::4444555566661:role/warden",
      "arn:aws:sts::444455556666:assumed-role/warden/session",
      "arn:aws:iam::777788889999:role/warden",
    ]) {
      expect(isOwnRole(other, own), other).to.equal(false);
    }
  });
});
