import { expect } from "chai";
import { authorise, type PolicyDocument } from "../../../local/account/authorise";

const TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/keys";
const NEED = { action: "dynamodb:PutItem", resourceArn: TABLE, context: { "dynamodb:LeadingKeys": ["a", "b"] } };

const allow = (more: Record<string, unknown> = {}): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "dynamodb:PutItem", Resource: TABLE, ...more }],
});
const deny = (more: Record<string, unknown> = {}): PolicyDocument => allow({ Effect: "Deny", ...more });
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

interface Case {
  readonly says: string;
  readonly policies: readonly PolicyDocument[];
  readonly allowed: boolean;
}

const CASES: readonly Case[] = [
  { says: "nothing is allowed without a policy", policies: [], allowed: false },
  { says: "a statement allows its action on its resource", policies: [allow()], allowed: true },
  { says: "actions compare without case", policies: [allow({ Action: ["DYNAMODB:putitem"] })], allowed: true },
  { says: "an action may have wildcards", policies: [allow({ Action: "dynamodb:Put????" })], allowed: true },
  { says: "another action is not allowed", policies: [allow({ Action: "dynamodb:GetItem" })], allowed: false },
  { says: "NotAction allows the others", policies: [withNotAction("s3:*")], allowed: true },
  { says: "NotAction does not allow its own", policies: [withNotAction("dynamodb:*")], allowed: false },
  { says: "a resource may have wildcards", policies: [allow({ Resource: `${TABLE.slice(0, -2)}*` })], allowed: true },
  { says: "resources compare with case", policies: [allow({ Resource: TABLE.toUpperCase() })], allowed: false },
  { says: "a wildcard stays within its component", policies: [allow({ Resource: "arn:aws:*/keys" })], allowed: false },
  { says: "an explicit deny wins", policies: [allow(), deny()], allowed: false },
  { says: "an explicit deny wins from an earlier policy", policies: [deny(), allow()], allowed: false },
  {
    says: "a deny of something else does nothing",
    policies: [allow(), deny({ Resource: `${TABLE}2` })],
    allowed: true,
  },
  {
    says: "ForAllValues holds when every value is listed",
    policies: [allow(when("ForAllValues:StringEquals", "dynamodb:leadingkeys", ["a", "b", "c"]))],
    allowed: true,
  },
  {
    says: "ForAllValues does not hold when one value is not listed",
    policies: [allow(when("ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["a"]))],
    allowed: false,
  },
  {
    says: "a plain operator does not hold for several values",
    policies: [allow(when("StringLike", "dynamodb:LeadingKeys", "*"))],
    allowed: false,
  },
  {
    says: "an unknown condition key allows nothing",
    policies: [allow(when("StringEquals", "aws:SourceVpc", "vpc-1"))],
    allowed: false,
  },
  {
    says: "an unknown condition operator allows nothing",
    policies: [allow(when("StringEqualsIgnoreCase", "dynamodb:LeadingKeys", ["a", "b"]))],
    allowed: false,
  },
  {
    says: "an unknown condition denies where it stands in a deny",
    policies: [allow(), deny(when("DateLessThan", "aws:TokenIssueTime", "2026-01-01T00:00:00Z"))],
    allowed: false,
  },
  { says: "an unknown element allows nothing", policies: [allow({ NotResource: "*" })], allowed: false },
  { says: "a principal has no place here", policies: [allow({ NotPrincipal: "*" })], allowed: false },
  { says: "a policy variable allows nothing", policies: [allow({ Resource: `${TABLE}\${aws:x}` })], allowed: false },
  { says: "an unknown effect allows nothing", policies: [allow(), allow({ Effect: "Perhaps" })], allowed: false },
  { says: "an unknown element of the document stops it", policies: [{ ...allow(), Rules: [] }], allowed: false },
  { says: "an empty condition holds", policies: [allow({ Condition: {} })], allowed: true },
];

function withNotAction(pattern: string): PolicyDocument {
  return { Statement: { Effect: "Allow", NotAction: pattern, Resource: "*" } };
}

describe("authorisation by declared policies", () => {
  for (const { says, policies, allowed } of CASES) {
    it(says, () => {
      const decision = authorise(policies, NEED);
      expect(decision.allowed, decision.reason).to.equal(allowed);
    });
  }

  it("names the statement that allowed", () => {
    const decision = authorise([allow({ Action: "s3:*" }), allow({ Sid: "Write" })], NEED);
    expect(decision.statement).to.deep.equal({ policyIndex: 1, statementIndex: 0, sid: "Write" });
  });

  it("says which unknown thing kept a statement from allowing", () => {
    const decision = authorise([allow(when("Bool", "aws:SecureTransport", "true"))], NEED);
    expect(decision.reason).to.contain("no identity-based policy allows the dynamodb:PutItem action");
    expect(decision.reason).to.contain("unknown condition operator Bool");
  });

  for (const operator of ["StringEquals", "StringLike", "ArnEquals", "ArnLike"]) {
    it(`knows ${operator}`, () => {
      const context = { "kms:EncryptionContext:Arn": [TABLE] };
      const policy = (value: string) => [allow(when(operator, "kms:EncryptionContext:Arn", value))];
      expect(authorise(policy(TABLE), { ...NEED, context }).allowed).to.equal(true);
      expect(authorise(policy(`${TABLE}s`), { ...NEED, context }).allowed).to.equal(false);
    });
  }

  it("knows that a key has no value where the service says all keys of its kind", () => {
    const tagged = deny(when("StringEquals", "aws:ResourceTag/protected", "true"));
    const decide = (context: Record<string, string[]>, completePrefixes: string[]) =>
      authorise([allow(), tagged], { ...NEED, context, completePrefixes }).allowed;
    expect(decide({}, [])).to.equal(false);
    expect(decide({}, ["aws:ResourceTag/"])).to.equal(true);
    expect(decide({ "aws:ResourceTag/protected": ["false"] }, ["aws:ResourceTag/"])).to.equal(true);
    expect(decide({ "aws:ResourceTag/protected": ["true"] }, ["aws:ResourceTag/"])).to.equal(false);
    expect(decide({}, ["aws:PrincipalTag/"])).to.equal(false);
  });

  it("decides quickly on a pattern made to backtrack", () => {
    const hostile = { ...NEED, resourceArn: `arn:aws:s3:::${"a".repeat(2000)}` };
    expect(authorise([allow({ Resource: `arn:aws:s3:::${"a*".repeat(40)}b` })], hostile).allowed).to.equal(false);
  });
});
