import { expect } from "chai";

import type { Protectable } from "../../../core/actions/protect";
import { protectionOf } from "../../../core/actions/protect";
import type { ProtectedSubject } from "../../../core/configuration/configuration";

const alice: Protectable = {
  users: [{ name: "Alice", arn: "arn:aws:iam::111122223333:user/staff/Alice" }],
  roles: [{ name: "deploy", arn: "arn:aws:iam::111122223333:role/ci/deploy" }],
  keyIds: ["AKIAEXAMPLEEXAMPLE42"],
  groupIds: ["sg-0123456789abcdef0"],
  tags: { team: "payments", "cost=centre": "42", note: "a=b" },
};

const table: readonly [kind: ProtectedSubject["kind"], value: string, isProtected: boolean][] = [
  ["user", "Alice", true],
  ["user", "alice", true],
  ["user", "staff/alice", true],
  ["user", "arn:aws:iam::111122223333:user/staff/Alice", true],
  ["user", "ARN:AWS:IAM::111122223333:USER/STAFF/ALICE", true],
  ["user", "arn:aws:iam::444455556666:user/staff/Alice", false],
  ["user", "Ali", false],
  ["user", "deploy", false],
  ["role", "deploy", true],
  ["role", "DEPLOY", true],
  ["role", "arn:aws:iam::111122223333:role/ci/deploy", true],
  ["role", "Alice", false],
  ["key", "AKIAEXAMPLEEXAMPLE42", true],
  ["key", "AKIAEXAMPLEEXAMPLE43", false],
  ["group", "sg-0123456789abcdef0", true],
  ["group", "sg-0123456789abcdef1", false],
  ["tag", "team", true],
  ["tag", "team=payments", true],
  ["tag", "team=billing", false],
  ["tag", "Team", true],
  ["tag", "TEAM=payments", true],
  ["tag", "team=Payments", false],
  ["tag", "teams", false],
  ["tag", "cost=centre", true],
  ["tag", "cost=centre=42", true],
  ["tag", "note=a=b", true],
  ["tag", "note=a", false],
];

describe("the list of what no action touches", () => {
  for (const [kind, value, isProtected] of table) {
    it(`${isProtected ? "protects" : "does not protect"} by ${kind} ${value}`, () => {
      const entry: ProtectedSubject = { kind, value };
      expect(protectionOf(alice, [entry])).to.equal(isProtected ? entry : undefined);
    });
  }

  it("names the first entry that protects", () => {
    const entries: ProtectedSubject[] = [
      { kind: "user", value: "bob" },
      { kind: "tag", value: "team" },
      { kind: "user", value: "alice" },
    ];
    expect(protectionOf(alice, entries)).to.equal(entries[1]);
  });

  it("protects nothing of what is not known", () => {
    expect(
      protectionOf({}, [
        { kind: "user", value: "alice" },
        { kind: "tag", value: "team" },
      ]),
    ).to.equal(undefined);
  });
});
