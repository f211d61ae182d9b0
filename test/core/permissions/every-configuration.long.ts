import { expect } from "chai";

import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { deploymentStatements } from "../../../core/permissions/deployment-policy";
import type { DeploymentStatement } from "../../../core/permissions/deployment-policy";
import { managedPolicies } from "../../../core/permissions/managed-policies";
import { withNamePatterns } from "../../../core/permissions/name-patterns";
import { declaredProgram } from "../../../local/program/declared";
import type { ProgramOptions } from "../../../local/program/run-program";
import { twoAtATime } from "../../program/declare";
import { everyConfiguration } from "../../stacks/configurations";

async function statementsFor(options: ProgramOptions): Promise<DeploymentStatement[]> {
  const { accountId, region } = options.account;
  const { resources, lookUps } = await declaredProgram(options);
  const place = { partition: partitionOfRegion(region).name, region, accountId, resources };
  return withNamePatterns(deploymentStatements(place, lookUps), resources, { laidOutIn: accountId, shown: undefined });
}

describe("What deploying takes, in every configuration", function () {
  this.timeout(300_000);

  it("is known, fits into the ten policies that an identity may have, and names what it is on", async () => {
    const stacks = Object.entries(everyConfiguration);
    const found = await twoAtATime(
      stacks.map(
        ([, options]) =>
          () =>
            statementsFor(options),
      ),
    );
    for (const [index, statements] of found.entries()) {
      const what = stacks[index]?.[0];
      expect(statements.length, what).to.be.greaterThan(10);
      expect(managedPolicies(statements).length, what).to.be.at.most(10);
      const arns = statements.flatMap(({ Resource }) => Resource).filter((resource) => resource !== "*");
      expect(
        arns.filter((arn) => !/^arn:aws[a-z-]*:[a-z0-9]+:[a-z0-9-]*:(\d{12}|\*)?:\S+$/.test(arn)),
        what,
      ).to.deep.equal([]);
      expect(
        arns.filter((arn) => /undefined|object|AbCdEf/.test(arn)),
        what,
      ).to.deep.equal([]);
    }
  });

  it("is the same whether actions are told of or done", async () => {
    const modesOf = (mode: string) => ({
      "api-warden:modes": Object.fromEntries(
        ["disable-key", "revoke-sessions", "revoke-ingress", "restart-trail", "block-public-access"].map((action) => [
          action,
          mode,
        ]),
      ),
    });
    const least = everyConfiguration["the stack file dev"];
    if (least === undefined) throw new Error("no such configuration");
    const stackIn = (mode: string) => ({ ...least, configuration: { ...least.configuration, ...modesOf(mode) } });
    const [told, done] = await Promise.all(["notify", "enforce"].map((mode) => statementsFor(stackIn(mode))));
    expect(done).to.deep.equal(told);
  });
});
