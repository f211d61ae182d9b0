import { expect } from "chai";

import { policyLets } from "../../../core/probe/policy-lets";

const service = "events.amazonaws.com";
const action = "lambda:InvokeFunction";
const sourceArn = "arn:aws:events:us-east-1:111122223333:rule/probe-1234567";
const asked = { service, action, sourceArn };

const statement = {
  Effect: "Allow",
  Principal: { Service: service },
  Action: action,
  Condition: { ArnLike: { "AWS:SourceArn": sourceArn }, StringEquals: { "AWS:SourceAccount": "111122223333" } },
};
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("whether a resource's policy lets a service in", () => {
  it("is so by a statement about it, for its source", () => {
    expect(policyLets(policy(statement), asked)).to.equal(true);
    const starred = {
      ...statement,
      Action: "lambda:*",
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:*:rule/*" } },
    };
    expect(policyLets(policy(starred), asked)).to.equal(true);
    expect(policyLets(JSON.stringify({ Statement: statement }), asked)).to.equal(true);
  });

  for (const [what, changes] of Object.entries({
    "about another service": { Principal: { Service: "sns.amazonaws.com" } },
    "about another action": { Action: "lambda:InvokeFunctionUrl" },
    "for another source": { Condition: { ArnLike: { "AWS:SourceArn": `${sourceArn}x` } } },
    "for another account": { Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } } },
    "without a principal": { Principal: undefined },
  })) {
    it(`is not so by a statement ${what}`, () => {
      expect(policyLets(policy({ ...statement, ...changes }), asked)).to.equal(false);
    });
  }

  it("is so for a bucket, whose ARN says no account", () => {
    const Condition = {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:s3:::logs" },
    };
    expect(policyLets(policy({ ...statement, Condition }), { ...asked, sourceArn: "arn:aws:s3:::logs" })).to.equal(
      true,
    );
  });

  it("is so where a statement refuses all others, or what no service does", () => {
    const refusals = {
      transport: { Bool: { "aws:SecureTransport": "false" } },
      people: {
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        StringNotEquals: { "aws:PrincipalOrgID": "o-1" },
      },
      otherSources: { ArnNotLike: { "aws:SourceArn": "arn:aws:events:us-east-1:111122223333:rule/*" } },
    };
    for (const [what, Condition] of Object.entries(refusals)) {
      const refusal = { Effect: "Deny", Principal: "*", Action: "lambda:*", Condition };
      expect(policyLets(policy(statement, refusal), asked), what).to.equal(true);
    }
  });

  it("is not so where a statement refuses its source among all but some", () => {
    const Condition = { ArnNotEquals: { "aws:SourceArn": "arn:aws:events:us-east-1:111122223333:rule/other" } };
    const refusal = { Effect: "Deny", Principal: { AWS: "*" }, Action: "*", Condition };
    expect(policyLets(policy(statement, refusal), asked)).to.equal(false);
  });

  it("is not so where a statement refuses it, where there is none, or where nothing can be read", () => {
    expect(policyLets(policy(statement, { ...statement, Effect: "Deny" }), asked)).to.equal(false);
    expect(policyLets(policy(), asked)).to.equal(false);
    expect(policyLets("{", asked)).to.equal(false);
  });
});
