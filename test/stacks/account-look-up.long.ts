import * as fs from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { accountLookUp, accountNames } from "../../stacks/account-look-up";
import { actionsTable } from "../../stacks/actions";
import { WardenFunction } from "../../stacks/warden-function";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { declaredAlone } from "./declared-alone";
import type { PolicyStatement } from "./graph";
import { only, statementsOf, variables } from "./graph";

const role = "arn:aws:iam::999988887777:role/looking/organization";

/** Two functions, of which one writes what people read. */
async function declared(organization: Readonly<Record<string, unknown>> | undefined) {
  const captured: unknown[] = [];
  const { resources, failure } = await declaredAlone(
    (place) => {
      const context = { ...place, accountLookUp: accountLookUp(place, actionsTable) };
      captured.push(accountNames(context).lookUp);
      for (const namesAccounts of [true, false])
        new WardenFunction(
          namesAccounts ? "tells" : "counts",
          {
            description: "one of two",
            handlerFactory: () => () => Promise.resolve(),
            ...{ environment: {}, ownNames: [], statements: [], packages: [], namesAccounts },
            ...{ memorySizeMegabytes: 128, timeoutSeconds: 30, reservedConcurrency: 1 },
          },
          context,
        );
    },
    organization === undefined ? {} : { organization },
  );
  expect(failure).to.equal(undefined);
  const statements = (name: string): PolicyStatement[] =>
    statementsOf(only(resources, "aws:iam/rolePolicy:RolePolicy", name).inputs.policy);
  const look = (name: string) => statements(name).filter(({ Sid = "" }) => !Sid.startsWith("Own"));
  const told = (name: string) => {
    const found = Object.entries(variables(only(resources, "aws:lambda/function:Function", name)));
    return Object.fromEntries(found.filter(([key]) => key.startsWith("ORGANIZATION")));
  };
  return { captured, look, told, tables: resources.filter(({ type }) => type === "aws:dynamodb/table:Table") };
}

describe("looking accounts up", function () {
  this.timeout(60_000);

  it("is nothing to any function where it is not asked for", async () => {
    for (const organization of [undefined, { accounts: { "111122223333": { name: "shop" } } }]) {
      const { captured, look, told, tables } = await declared(organization);
      expect(captured).to.deep.equal([undefined]);
      expect(tables).to.deep.equal([]);
      for (const name of ["tells", "counts"]) expect([look(name), told(name)]).to.deep.equal([[], {}]);
    }
  });

  it("is in no function's text where it is not asked for", async () => {
    const { functions } = await laidOutProgram(webhookStack);
    expect(functions).to.have.length.above(5);
    for (const { name, folder } of functions) {
      const text = fs.readFileSync(path.join(folder, "__index.js"), "utf8");
      expect(text, name).not.to.match(/client-organizations|ORGANIZATION_LOOK_UP|ListParents/);
    }
  });

  it("is the management account's own, of its accounts and units alone, in functions that people read of", async () => {
    const { captured, look, told } = await declared({ lookUp: true, ownerTag: "team" });
    expect(captured[0]).to.be.a("function");
    const [known, atAccounts, ...others] = look("tells");
    expect(others).to.deep.equal([]);
    expect(known?.Condition).to.deep.equal({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["ACCOUNT#*"] },
    });
    expect(atAccounts?.Action).to.deep.equal([
      "organizations:DescribeAccount",
      "organizations:DescribeOrganizationalUnit",
      "organizations:ListParents",
      "organizations:ListTagsForResource",
    ]);
    expect(atAccounts?.Resource).to.deep.equal([
      "arn:aws:organizations::111122223333:account/o-*",
      "arn:aws:organizations::111122223333:ou/o-*",
    ]);
    const place = JSON.parse(told("tells").ORGANIZATION_LOOK_UP ?? "") as object;
    expect(place).to.deep.include({ ownerTag: "team", environmentTag: "environment" }).and.not.to.have.key("roleArn");
    expect([look("counts"), told("counts")]).to.deep.equal([[], {}]);
  });

  it("is a role's where one is named: that one alone, with the secret of its external id", async () => {
    const { look, told } = await declared({ lookUp: true, role, externalIdSecret: "warden/organization" });
    expect(look("tells").map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).to.deep.include.members([
      ["OrganizationRole", ["sts:AssumeRole"], role],
      [
        "OrganizationExternalId",
        ["secretsmanager:GetSecretValue"],
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:warden/organization-??????",
      ],
    ]);
    expect(JSON.stringify(look("tells"))).not.to.include("organizations:");
    expect(told("tells")).to.include({ ORGANIZATION_EXTERNAL_ID_SECRET_ID: "warden/organization" });
    expect(told("tells").ORGANIZATION_LOOK_UP).to.include(role);
  });
});
