import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { actStatements, readStatements } from "../../../core/members/statements";
import { memberTemplate } from "../../../core/members/template";
import { forwardingRuleName, longestMemberRole } from "../../../core/members/role-names";
import { wantedEvents } from "../../../stacks/wanted-events";

interface Role {
  readonly Condition?: string;
  readonly Properties: {
    readonly RoleName: unknown;
    readonly Path: unknown;
    readonly PermissionsBoundary: unknown;
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    readonly Policies: readonly {
      readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    }[];
  };
}

interface Template {
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Readonly<Record<string, Role & { readonly Type: string }>>;
}

const events = wantedEvents(4);
const template = memberTemplate({
  memberRole: { role: "security/warden-act" },
  events,
  rolesRegion: "eu-central-1",
}) as Template;

const ofType = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
const roleNamed = (name: string) => template.Resources[name]?.Properties;
const statementsOf = (name: string) =>
  roleNamed(name)?.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

describe("the template of a member account", () => {
  it("passes cfn-lint without a word", function () {
    this.timeout(60_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-template-"));
    try {
      const file = path.join(folder, "member.json");
      fs.writeFileSync(file, JSON.stringify(template));
      const { error, status, stdout } = spawnSync("cfn-lint", [file], { encoding: "utf8", timeout: 50_000 });
      if (error !== undefined) {
        console.log(`      skipped: cfn-lint is not installed (${error.message})`);
        return this.skip();
      }
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "" });
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it("has two roles that trust the hub's functions alone, from within the organization and with the external id", () => {
    for (const name of ["ReadRole", "ActRole"]) {
      expect(roleNamed(name)?.AssumeRolePolicyDocument.Statement, name).to.deep.equal([
        {
          Sid: "TrustHub",
          Effect: "Allow",
          Principal: { AWS: { Ref: "HubRoleArns" } },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:ExternalId": { Ref: "ExternalId" }, "aws:PrincipalOrgID": { Ref: "OrganizationId" } },
          },
        },
      ]);
    }
    expect(template.Parameters.HubRoleArns?.Type).to.equal("CommaDelimitedList");
    expect(template.Parameters.ExternalId?.NoEcho).to.equal(true);
  });

  it("has a third role that EventBridge alone assumes, for the account's own rules, and that sends to the one bus", () => {
    const [trust, ...others] = roleNamed("ForwardRole")?.AssumeRolePolicyDocument.Statement ?? [];
    expect(others).to.deep.equal([]);
    expect(trust?.Principal).to.deep.equal({ Service: "events.amazonaws.com" });
    expect(trust?.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
    expect(statementsOf("ForwardRole")).to.deep.equal([
      { Sid: "SendToHub", Effect: "Allow", Action: ["events:PutEvents"], Resource: { Ref: "HubBusArn" } },
    ]);
  });

  it("makes its roles in one region, under a path and a boundary of whoever deploys it", () => {
    const roles = ofType("AWS::IAM::Role");
    expect(roles.map(([name]) => name)).to.deep.equal(["ReadRole", "ActRole", "ForwardRole"]);
    for (const [name, { Condition, Properties }] of roles) {
      expect(Condition, name).to.equal("IsRolesRegion");
      expect(Properties.Path, name).to.deep.equal({ Ref: "RolePath" });
      expect(JSON.stringify(Properties.PermissionsBoundary), name).to.include("PermissionsBoundaryArn");
    }
    expect(template.Parameters.RolePath?.Default).to.equal("/security/");
    expect(template.Parameters.RoleName?.Default).to.equal("warden-act");
    expect(template.Parameters.PermissionsBoundaryArn?.Default).to.equal("");
  });

  it("has no wildcard among its actions, and nothing that only looks among those of the act role or changes in the other", () => {
    const place = { partition: "aws", account: "111122223333", roleName: "warden-act" };
    const [reads, acts] = [readStatements(place), actStatements(place)].map((all) =>
      all.flatMap(({ Action }) => Action),
    );
    expect([...(reads ?? []), ...(acts ?? [])].filter((action) => action.includes("*"))).to.deep.equal([]);
    expect((reads ?? []).filter((action) => !/:(?:Get|List|Describe)/.test(action))).to.deep.equal([]);
    expect((acts ?? []).filter((action) => (reads ?? []).includes(action))).to.deep.equal([]);
    // What is attached to end sessions is read back.
    expect((acts ?? []).filter((action) => /:(?:Get|List|Describe)/.test(action))).to.deep.equal([
      "iam:GetUserPolicy",
      "iam:GetRolePolicy",
    ]);
  });

  it("names everything in the member's own account, but for what takes no resource", () => {
    for (const name of ["ReadRole", "ActRole"]) {
      for (const { Sid, Resource, Condition } of statementsOf(name) ?? []) {
        const text = JSON.stringify([Resource, Condition]);
        if (Resource === "*") expect(["LookAtGroups", "LookAtAccount"], String(Sid)).to.include(Sid);
        else expect(text, String(Sid)).to.match(/AWS::AccountId/);
      }
    }
  });

  it("sends each kind of event that functions want by a rule of its own, in every region", () => {
    const rules = ofType("AWS::Events::Rule");
    expect(rules.map(([name]) => name)).to.deep.equal([
      "RuleExposedKeys",
      "RuleOpenedGroups",
      "RulePublicBuckets",
      "RuleTrailTampering",
      "RuleGuardDutyFindings",
    ]);
    for (const [name, rule] of rules) {
      expect(rule.Condition, name).to.equal(undefined);
      expect(JSON.stringify(rule.Properties), name).to.include('"Arn":{"Ref":"HubBusArn"}');
    }
  });

  it("has names that IAM and EventBridge take, however long the role's is", () => {
    const role = "r".repeat(longestMemberRole);
    for (const { name } of events) expect(forwardingRuleName({ role }, name)).to.have.length.at.most(64);
    expect(`${role}-forward`).to.have.length.at.most(64);
    expect(forwardingRuleName({ role: "security/warden-act" }, "opened-groups")).to.equal("warden-act-opened-groups");
  });
});
