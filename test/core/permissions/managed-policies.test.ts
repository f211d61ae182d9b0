import { expect } from "chai";
import * as fc from "fast-check";

import type { DeploymentStatement } from "../../../core/permissions/deployment-policy";
import { managedPolicies, mostPolicyCharacters, policyCharacters } from "../../../core/permissions/managed-policies";

const statement = (actions: readonly string[], resources: readonly string[]): DeploymentStatement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
});

/** Every action on every resource that policies allow. */
function pairsOf(statements: readonly DeploymentStatement[]): string[] {
  const pairs = statements.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((on) => `${action} ${on}`)),
  );
  return [...new Set(pairs)].sort();
}

describe("Managed policies", () => {
  it("are one where one has room", () => {
    const statements = [statement(["sqs:CreateQueue"], ["a"]), statement(["sns:CreateTopic"], ["b"])];
    expect(managedPolicies(statements)).to.have.length(1);
  });

  it("allow what the statements allow and no more, each within IAM's size", () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 200 });
    const actions = fc.array(fc.constantFrom("sqs:CreateQueue", "sns:CreateTopic", "iam:PassRole"), { minLength: 1 });
    const some = fc.array(
      fc.tuple(actions, names).map(([does, on]) => statement(does, on)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(some, (statements) => {
        const policies = managedPolicies(statements);
        for (const policy of policies) expect(policyCharacters(policy)).to.be.at.most(mostPolicyCharacters);
        expect(pairsOf(policies.flatMap(({ Statement }) => Statement))).to.deep.equal(pairsOf(statements));
      }),
      { numRuns: 50 },
    );
  });

  it("keep a statement's condition when it is cut", () => {
    const many = Array.from({ length: 300 }, (_, index) => `arn:aws:iam::123456789012:role/role-${index}`);
    const condition = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
    const policies = managedPolicies([{ ...statement(["iam:PassRole"], many), Condition: condition }]);
    expect(policies.length).to.be.greaterThan(1);
    for (const { Statement } of policies)
      for (const { Condition } of Statement) expect(Condition).to.deep.equal(condition);
  });

  it("can't hold a resource that is longer than a policy", () => {
    expect(() => managedPolicies([statement(["s3:GetObject"], ["a".repeat(7_000)])])).to.throw(/too long/);
  });
});
