import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { deploymentStatements, grantsByType } from "../../../core/permissions/deployment-policy";
import type { DeployedResource } from "../../../core/permissions/grant";
import { lookUpActions } from "../../../core/permissions/look-up-grants";
import { withNamePatterns } from "../../../core/permissions/name-patterns";

const project = path.resolve(__dirname, "../../..");
const [partition, region, accountId] = ["aws", "eu-west-1", "123456789012"];
const tags = { "api-warden:stack": "prod" };

/** All that `text` finds in the sources of what is declared. */
function foundInStacks(pattern: RegExp): string[] {
  const files = fs.readdirSync(path.join(project, "stacks"), { recursive: true, encoding: "utf8" });
  const texts = [
    "index.ts",
    ...files.filter((file) => file.endsWith(".ts")).map((file) => path.join("stacks", file)),
  ].map((file) => fs.readFileSync(path.join(project, file), "utf8"));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([found]) => found)))].sort();
}

/** What is constructed of AWS's own types, and of the classic library's that extend one. */
const construction = /new aws\.\w+\.\w+|new classic\.Dashboard/g;

function typeOf(constructed: string): string {
  const [, module = "cloudwatch", name = ""] = /^new (?:aws\.(\w+)|classic)\.(\w+)$/.exec(constructed) ?? [];
  const className = name === "CallbackFunction" ? "Function" : name;
  return `aws:${module}/${className.charAt(0).toLowerCase()}${className.slice(1)}:${className}`;
}

function resource(type: string, inputs: DeployedResource["inputs"], outputs: DeployedResource["outputs"] = {}) {
  return { type, name: "one", inputs: { tags, ...inputs }, outputs: { name: "one-0a1b2c3", ...outputs } };
}

const statementsOf = (...resources: DeployedResource[]) =>
  deploymentStatements({ partition, region, accountId, resources }, []);

/** What is allowed on what, under which condition. */
const allowedActions = (...resources: DeployedResource[]) => statementsOf(...resources).flatMap(({ Action }) => Action);

describe("What deploying takes", () => {
  it("is known for every type that the program declares", () => {
    const constructed = foundInStacks(construction);
    expect(constructed.length).to.be.greaterThan(20);
    expect(constructed.map(typeOf).filter((type) => !(type in grantsByType))).to.deep.equal([]);
  });

  it("holds no type that the program does not declare", () => {
    const declared = new Set(foundInStacks(construction).map(typeOf));
    expect(Object.keys(grantsByType).filter((type) => !declared.has(type))).to.deep.equal([]);
  });

  it("is known for everything that the program looks up", () => {
    const called = foundInStacks(/aws\.(\w+\.)?get[A-Z]\w+/g).map((call) =>
      call
        .split(".")
        .at(-1)
        ?.replace(/Output$/, ""),
    );
    expect(called).to.include("getServiceQuota");
    const known = Object.keys(lookUpActions).map((token) => token.split(":").at(-1));
    expect(called.filter((name) => !known.includes(name))).to.deep.equal([]);
  });

  it("names its actions one by one", () => {
    const actions = [...Object.values(grantsByType).flatMap((grants) => grants.flatMap((grant) => grant.actions))];
    expect(actions.filter((action) => !/^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/.test(action))).to.deep.equal([]);
    for (const [type, grants] of Object.entries(grantsByType)) {
      expect(grants.length, type).to.be.greaterThan(0);
    }
  });

  it("stops at a type that it does not know, and names it", () => {
    expect(() => statementsOf(resource("aws:ec2/vpc:Vpc", {}))).to.throw(/aws:ec2\/vpc:Vpc/);
  });

  it("stops at a look-up that it does not know, and names it", () => {
    const token = "aws:ec2/getVpc:getVpc";
    expect(() => deploymentStatements({ partition, region, accountId, resources: [] }, [token])).to.throw(token);
  });

  it("passes a role to the services that it trusts, and to no other", () => {
    const trust = { Statement: [{ Principal: { Service: "lambda.amazonaws.com" } }] };
    const arn = "arn:aws:iam::123456789012:role/warden/one-0a1b2c3";
    const role = resource("aws:iam/role:Role", { assumeRolePolicy: JSON.stringify(trust) }, { arn });
    const passing = statementsOf(role).filter(({ Action }) => Action.includes("iam:PassRole"));
    expect(passing).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [arn],
        Condition: { StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com"] } },
      },
    ]);
  });

  it("passes a role on to nobody that only people or other roles may assume", () => {
    const trust = { Statement: [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }] };
    const role = resource("aws:iam/role:Role", { assumeRolePolicy: JSON.stringify(trust) }, { arn: "arn" });
    expect(allowedActions(role)).to.include("iam:CreateRole").and.to.not.include("iam:PassRole");
  });

  it("sets a permissions boundary only where the stack has one", () => {
    const role = (inputs: object) =>
      resource("aws:iam/role:Role", { assumeRolePolicy: '{"Statement":[]}', ...inputs }, { arn: "arn" });
    expect(allowedActions(role({}))).to.not.include("iam:PutRolePermissionsBoundary");
    expect(allowedActions(role({ permissionsBoundary: "arn" }))).to.include("iam:PutRolePermissionsBoundary");
  });

  it("touches keys of this stack alone, by their tag", () => {
    const statements = statementsOf(resource("aws:kms/key:Key", {}, { arn: "arn" }));
    const [make, change] = statements.sort((one, other) => one.Action.length - other.Action.length);
    expect(make?.Condition).to.deep.equal({ StringEquals: { "aws:RequestTag/api-warden:stack": "prod" } });
    expect(change?.Condition).to.deep.equal({ StringEquals: { "aws:ResourceTag/api-warden:stack": "prod" } });
    expect(change?.Resource).to.deep.equal(["arn:aws:kms:eu-west-1:123456789012:key/*"]);
  });

  it("is in the region that a resource is in", () => {
    const target = resource("aws:cloudwatch/eventTarget:EventTarget", { rule: "findings", region: "us-east-1" });
    expect(statementsOf(target).map(({ Resource }) => Resource)).to.deep.equal([
      ["arn:aws:events:us-east-1:123456789012:rule/findings"],
    ]);
  });

  it("needs the organization only for an organization's trail", () => {
    const trail = (isOrganizationTrail: boolean) =>
      allowedActions(resource("aws:cloudtrail/trail:Trail", { isOrganizationTrail }, { arn: "arn" }));
    expect(trail(true)).to.include("organizations:DescribeOrganization");
    expect(trail(false)).to.not.include("organizations:DescribeOrganization");
  });
});

describe("A name that Pulumi ends", () => {
  const allow = (Resource: string[]) => [{ Effect: "Allow" as const, Action: ["lambda:GetFunction"], Resource }];
  const resources = [resource("aws:lambda/function:Function", {})];
  const patternsOf = (arn: string, shown?: string) =>
    withNamePatterns(allow([arn]), resources, { laidOutIn: accountId, shown }).flatMap(({ Resource }) => Resource);

  it("is a pattern of as many characters, in whichever account", () => {
    expect(patternsOf("arn:aws:lambda:eu-west-1:123456789012:function:one-0a1b2c3")).to.deep.equal([
      "arn:aws:lambda:eu-west-1:*:function:one-???????",
    ]);
  });

  it("is in the account that is named", () => {
    expect(patternsOf("arn:aws:lambda:eu-west-1:123456789012:function:one-0a1b2c3", "444455556666")).to.deep.equal([
      "arn:aws:lambda:eu-west-1:444455556666:function:one-???????",
    ]);
  });

  it("stays where the stack did not make it up", () => {
    const given = "arn:aws:logs:eu-west-1:123456789012:log-group:trail-0a1b2c4:*";
    expect(patternsOf(given, accountId)).to.deep.equal([given]);
  });

  it("is followed by Secrets Manager's own ending", () => {
    expect(patternsOf("arn:aws:secretsmanager:eu-west-1:123456789012:secret:one-0a1b2c3-AbCdEf")).to.deep.equal([
      "arn:aws:secretsmanager:eu-west-1:*:secret:one-???????-??????",
    ]);
  });
});
