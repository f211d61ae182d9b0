import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { memberTemplate } from "../../core/members/template";
import { eventRules } from "../../local/play/event-rules";
import { declareForwarding } from "../../stacks/forwarding";
import { declareHubBus } from "../../stacks/hub-bus";
import { WardenMember } from "../../stacks/member";
import { wantedEvents } from "../../stacks/wanted-events";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { ofType, only, statementsOf } from "./graph";

const hub = "111122223333";
const member = "222233334444";
const roleArns = ["disable-key", "restart-trail"].map((name) => `arn:aws:iam::${hub}:role/${name}`);
const busArn = `arn:aws:events:eu-west-1:${hub}:event-bus/hub`;
const reaching = { accounts: [hub, member], memberRole: "security/warden-act" };
const ruleType = "aws:cloudwatch/eventRule:EventRule";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

/** What a function is for its triggers, without a closure to serialize. */
class PlainFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly deadLetterQueue: aws.sqs.Queue;

  constructor(readonly name: string) {
    super("test:index:Triggered", name);
    const child = { parent: this };
    this.function = new aws.lambda.Function(name, { role: `arn:aws:iam::${hub}:role/${name}` }, child);
    this.deadLetterQueue = new aws.sqs.Queue(`${name}-dead-letters`, {}, child);
  }
}

const targets = () =>
  Object.fromEntries(
    [...new Set(wantedEvents(4).map((one) => one.function))].map((name) => [name, new PlainFunction(name)]),
  );

const opened = (region: string) => ({
  source: "aws.ec2",
  "detail-type": "AWS API Call via CloudTrail",
  region,
  detail: { eventSource: "ec2.amazonaws.com", eventName: "AuthorizeSecurityGroupIngress" },
});

/** The bus as AWS has made it. */
function busOf({ graph }: DeclaredAlone): Readonly<Record<string, unknown>> {
  const [bus] = graph.all("aws:cloudwatch/eventBus:EventBus");
  if (bus === undefined) throw new Error("there is no bus");
  return bus.outputs;
}

describe("the hub's bus as declared", function () {
  this.timeout(30_000);

  let declared: DeclaredAlone;
  before(async () => {
    declared = await declaredAlone((context) => void declareHubBus(context, targets()), reaching);
    expect(declared.failure).to.equal(undefined);
  });

  it("takes events of the listed accounts, of each by the one role that its template makes for that", () => {
    const bus = busOf(declared);
    const policy = only(declared.resources, "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "hub");
    expect(statementsOf(policy.inputs.policy)).to.deep.equal([
      {
        Effect: "Allow",
        Sid: "TakeFromMembers",
        Principal: "*",
        Action: ["events:PutEvents"],
        Resource: bus.arn,
        Condition: {
          StringEquals: { "aws:PrincipalAccount": [member] },
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/security/warden-act-forward" },
        },
      },
    ]);
  });

  it("has a rule for everything that members send, which hands it to the function that wants it", () => {
    const rules = eventRules(declared.graph);
    const bus = busOf(declared);
    expect(rules.map(({ name }) => name)).to.deep.equal(wantedEvents(4).map(({ name }) => `from-members-${name}`));
    expect(new Set(rules.map((rule) => rule.bus.name))).to.deep.equal(new Set([bus.name]));
    for (const { name, function: wanting } of wantedEvents(4)) {
      const { inputs } = only(declared.resources, targetType, `from-members-${name}`);
      expect(declared.graph.functionOfArn(inputs.arn), name).to.equal(wanting);
      expect(inputs.eventBusName, name).to.equal(bus.name);
    }
  });

  it("is not there where no other account is reached", async () => {
    for (const settings of [{}, { accounts: [member] }, { memberRole: "act" }]) {
      const { resources, failure } = await declaredAlone((context) => void declareHubBus(context, {}), settings);
      expect(failure).to.equal(undefined);
      expect(resources).to.deep.equal([]);
    }
  });
});

describe("other regions of the hub's own account", function () {
  this.timeout(30_000);

  it("send home what functions want, by `region` and not by providers", async () => {
    const regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];
    const { resources, graph } = await declaredAlone(declareForwarding, { regions });
    for (const region of ["us-east-1", "ap-southeast-2"]) {
      const found = eventRules(graph).filter(({ bus, matches }) => bus.region === region && matches(opened(region)));
      expect(found.map(({ name }) => name)).to.deep.equal([`other-regions-opened-groups-${region}`]);
      expect(found[0]?.targets.map(({ arn }) => arn)).to.deep.equal([
        `arn:aws:events:eu-west-1:${hub}:event-bus/default`,
      ]);
    }
    expect(ofType(resources, ruleType).every(({ inputs }) => inputs.region !== "eu-west-1")).to.equal(true);
    expect(ofType(resources, "pulumi:providers:aws")).to.deep.equal([]);
  });
});

describe("a member as a component", function () {
  this.timeout(30_000);

  const regions = ["eu-west-1", "ap-southeast-2"];
  const args = {
    memberRole: { role: "security/warden-act" },
    hubRoleArns: roleArns,
    hubBusArn: busArn,
    organizationId: "o-a1b2c3d4e5",
    externalId: "agreed",
    regions,
    permissionsBoundary: `arn:aws:iam::${member}:policy/boundary`,
  };
  let declared: DeclaredAlone;
  before(async () => {
    const account = { accountId: member, region: "eu-west-1" };
    declared = await declaredAlone(() => void new WardenMember("warden", args), {}, account);
    expect(declared.failure).to.equal(undefined);
  });

  it("has the roles, names and statements of the template, word for word", () => {
    const text = JSON.stringify(
      memberTemplate({ memberRole: args.memberRole, events: wantedEvents(4), rolesRegion: "eu-west-1" }),
    );
    for (const [doing, logical] of [
      ["read", "ReadRole"],
      ["act", "ActRole"],
    ] as const) {
      const role = only(declared.resources, "aws:iam/role:Role", `warden-${doing}`);
      expect(role.inputs).to.include({ path: "/security/", permissionsBoundary: args.permissionsBoundary });
      const template = JSON.parse(text) as {
        Resources: Record<string, { Properties: { Policies: { PolicyDocument: { Statement: unknown[] } }[] } }>;
      };
      const statements = template.Resources[logical]?.Properties.Policies[0]?.PolicyDocument.Statement;
      const policy = only(declared.resources, "aws:iam/rolePolicy:RolePolicy", `warden-${doing}`);
      expect(statementsOf(policy.inputs.policy), doing).to.deep.equal(JSON.parse(filled(JSON.stringify(statements))));
    }
  });

  it("trusts the hub's functions alone, from within the organization and with the external id", () => {
    for (const doing of ["read", "act"]) {
      const { inputs } = only(declared.resources, "aws:iam/role:Role", `warden-${doing}`);
      const [trust, ...others] = statementsOf(inputs.assumeRolePolicy);
      expect(others).to.deep.equal([]);
      expect(trust?.Principal).to.deep.equal({ AWS: roleArns });
      expect(trust?.Condition).to.deep.equal({
        StringEquals: { "sts:ExternalId": "agreed", "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
      });
    }
  });

  it("sends each wanted event of each region to the hub's bus", () => {
    for (const region of regions) {
      const here = eventRules(declared.graph).filter(({ bus }) => bus.region === region);
      expect(here).to.have.length(wantedEvents(4).length);
      expect(new Set(here.flatMap((rule) => rule.targets.map(({ arn }) => arn)))).to.deep.equal(new Set([busArn]));
      expect(here.filter(({ matches }) => matches(opened(region)))).to.have.length(1);
    }
    const { inputs } = only(declared.resources, "aws:iam/rolePolicy:RolePolicy", "warden-forward");
    expect(statementsOf(inputs.policy).map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      [["events:PutEvents"], busArn],
    ]);
  });
});

/** The references of a template as the values that they have in the member's account. */
function filled(text: string): string {
  return text
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1")
    .replaceAll('{"Ref":"AWS::AccountId"}', `"${member}"`)
    .replaceAll("${AWS::AccountId}", member)
    .replaceAll("${AWS::Partition}", "aws")
    .replaceAll("${RoleName}", "warden-act");
}
