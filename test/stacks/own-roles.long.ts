import { expect } from "chai";

import { ownRoleArnsIn } from "../../core/denials/own-roles";
import { Graph, textOf } from "../../local/play/graph";
import { completeOwnRoles, ownRoles } from "../../stacks/own-roles";
import type { WardenContext } from "../../stacks/warden-context";
import { WardenFunction } from "../../stacks/warden-function";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { declaredAlone } from "./declared-alone";
import { only, variables } from "./graph";

const functionType = "aws:lambda/function:Function";
const roleType = "aws:iam/role:Role";

function declareFunction(name: string, context: WardenContext, more: object = {}): WardenFunction {
  return new WardenFunction(
    name,
    {
      description: "one of several",
      handlerFactory: () => () => Promise.resolve(),
      ...{ environment: {}, ownNames: [], statements: [], packages: [] },
      ...{ memorySizeMegabytes: 128, timeoutSeconds: 30, reservedConcurrency: 1 },
      ...more,
    },
    context,
  );
}

describe("the roles of Warden's functions", function () {
  this.timeout(60_000);

  it("are told to a function whole, those declared after it too", async () => {
    const { resources, failure } = await declaredAlone((context) => {
      declareFunction("asking", context, { environment: { OWN_ROLES: ownRoles(context) } });
      declareFunction("later", context);
      completeOwnRoles(context);
    }, {});
    expect(failure).to.equal(undefined);
    const told = ownRoleArnsIn(variables(only(resources, functionType, "asking")).OWN_ROLES ?? "");
    const roles = resources.filter(({ type }) => type === roleType);
    expect([...told]).to.have.members(roles.map(({ outputs }) => textOf(outputs.arn)));
    expect(told.size).to.equal(2);
  });

  it("are those of one program, however many a process declares", async () => {
    for (const name of ["one", "other"]) {
      const { resources } = await declaredAlone((context) => {
        declareFunction(name, context, { environment: { OWN_ROLES: ownRoles(context) } });
        completeOwnRoles(context);
      }, {});
      expect(variables(only(resources, functionType, name)).OWN_ROLES).to.contain(name);
      expect(ownRoleArnsIn(variables(only(resources, functionType, name)).OWN_ROLES ?? "").size).to.equal(1);
    }
  });

  it("stop the preview where a function would be left out", async () => {
    const { failure } = await declaredAlone((context) => {
      completeOwnRoles(context);
      declareFunction("late", context);
    }, {});
    expect(failure).to.equal("function late is declared after the roles of all functions were told");
  });

  describe("in the whole program", () => {
    const environments: Record<string, Readonly<Record<string, string>>> = {};
    const roleArns: string[] = [];

    before("lay it out", async () => {
      const graph = new Graph(await laidOutProgram(webhookStack));
      for (const declared of graph.all(functionType)) {
        environments[declared.name] = variables(declared);
        roleArns.push(textOf(declared.inputs.role));
      }
    });

    it("are known to post-denials, every one, and to nobody else", () => {
      expect(roleArns).to.have.length.above(8);
      expect([...ownRoleArnsIn(environments["post-denials"]?.OWN_ROLES ?? "")]).to.have.members(roleArns);
      expect(Object.keys(environments).filter((name) => environments[name]?.OWN_ROLES !== undefined)).to.deep.equal([
        "post-denials",
      ]);
    });

    it("leave room for more in the 4 KB of an environment", () => {
      for (const [name, each] of Object.entries(environments)) {
        const bytes = Object.entries(each).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
        expect(bytes, name).to.be.below(3_072);
      }
    });

    it("are unknown to the probe, which is told its own, under which it makes a call that is denied", () => {
      const knowing = Object.keys(environments).filter((name) => environments[name]?.OWN_ROLE_ARN !== undefined);
      expect(knowing).to.deep.equal(["probe"]);
      expect(environments.probe?.OWN_ROLE_ARN)
        .to.match(/:role\/(?:.*\/)?probe-/)
        .and.to.be.oneOf(roleArns);
    });
  });
});
