import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { expect } from "chai";

import type { AccountSetup } from "../../../../local/account/types";
import { ACCOUNT, clientOptions, errorOf, REGION, SETUP, startAccount, type RunningAccount } from "../fixture";

const GROUP = "sg-0123456789abcdef0";
const hourMs = 3_600_000;
const open = { id: "sgr-1", protocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" };
const place = { region: REGION, accountId: ACCOUNT, groupId: GROUP };
const allow = (Action: string, Resource: string) => ({
  Statement: [{ Sid: "Declared", Effect: "Allow", Action, Resource }],
});

const setup: AccountSetup = {
  ...SETUP,
  callers: {
    ...SETUP.callers,
    ASIALOOKINGONLY: {
      function: "looking",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/looking`,
      policies: [
        allow("ec2:DescribeSecurityGroupRules", "*"),
        allow("ec2:RevokeSecurityGroupIngress", `arn:aws:ec2:*:${ACCOUNT}:security-group/*`),
      ],
    },
  },
  securityGroups: [
    {
      id: GROUP,
      region: REGION,
      name: "web",
      vpcId: "vpc-1",
      tags: { owner: "ana" },
      rules: [
        { ...open, description: "for <ana> & bo", tags: { keep: "yes" } },
        { id: "sgr-2", protocol: "-1", referencedGroupId: GROUP },
        { id: "sgr-3", protocol: "tcp", fromPort: 22, toPort: 22, prefixListId: "pl-1" },
        { id: "sgr-4", protocol: "-1", cidrIpv6: "::/0", isEgress: true },
      ],
    },
    {
      id: "sg-many",
      region: "us-west-2",
      rules: Array.from({ length: 12 }, (_, index) => ({
        ...open,
        id: `sgr-many-${index}`,
        fromPort: index,
        toPort: index,
      })),
    },
  ],
  prefixLists: [{ id: "pl-1", region: REGION, cidrs: ["203.0.113.0/24", "198.51.100.0/24"] }],
  ec2Regions: { disabled: ["ap-east-1"], throttled: ["eu-south-1"] },
};

describe("EC2 of the local account", () => {
  let running: RunningAccount;
  const clients: EC2Client[] = [];
  const ec2 = (region = REGION, key?: string) => {
    const client = new EC2Client({ ...clientOptions(running.account.endpoint, key), region });
    clients.push(client);
    return client;
  };
  const rules = async (groupId = GROUP, region = REGION) => {
    const Filters = [{ Name: "group-id", Values: [groupId] }];
    return (await ec2(region).send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules ?? [];
  };
  const ids = async () => (await rules()).map(({ SecurityGroupRuleId }) => SecurityGroupRuleId);
  const nameOf = async (call: Promise<unknown>) => (await errorOf(call)).name;

  beforeEach(async () => {
    running = await startAccount(setup);
  });
  afterEach(async () => {
    clients.splice(0).forEach((client) => client.destroy());
    await running.account.stop();
  });

  it("shows the rules of a group in every form of source, hostile text included", async () => {
    expect(await rules()).to.deep.equal([
      {
        SecurityGroupRuleId: "sgr-1",
        GroupId: GROUP,
        GroupOwnerId: ACCOUNT,
        IsEgress: false,
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        CidrIpv4: "0.0.0.0/0",
        Description: "for <ana> & bo",
        Tags: [{ Key: "keep", Value: "yes" }],
      },
      ...[
        { SecurityGroupRuleId: "sgr-2", ReferencedGroupInfo: { GroupId: GROUP, UserId: ACCOUNT } },
        { SecurityGroupRuleId: "sgr-3", IpProtocol: "tcp", FromPort: 22, ToPort: 22, PrefixListId: "pl-1" },
        { SecurityGroupRuleId: "sgr-4", CidrIpv6: "::/0", IsEgress: true },
      ].map((rule) => ({
        ...{
          GroupId: GROUP,
          GroupOwnerId: ACCOUNT,
          IsEgress: false,
          IpProtocol: "-1",
          FromPort: -1,
          ToPort: -1,
          Tags: [],
        },
        ...rule,
      })),
    ]);
  });
  it("hands rules out page by page, and none of a group or region without any", async () => {
    const client = ec2("us-west-2");
    const seen: string[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await client.send(new DescribeSecurityGroupRulesCommand({ MaxResults: 5, NextToken }));
      seen.push(...(page.SecurityGroupRules ?? []).map(({ SecurityGroupRuleId = "" }) => SecurityGroupRuleId));
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    expect([pages, new Set(seen).size]).to.deep.equal([3, 12]);
    expect(await rules("sg-other")).to.deep.equal([]);
    expect(await rules("sg-many")).to.deep.equal([]);
  });
  it("shows groups with their VPC and tags", async () => {
    const Filters = [{ Name: "group-id", Values: [GROUP, "sg-other"] }];
    const { SecurityGroups } = await ec2().send(new DescribeSecurityGroupsCommand({ Filters }));
    expect(SecurityGroups?.[0]).to.deep.include({ GroupId: GROUP, GroupName: "web", VpcId: "vpc-1", OwnerId: ACCOUNT });
    expect(SecurityGroups).to.have.length(1);
    expect(await nameOf(ec2().send(new DescribeSecurityGroupsCommand({ GroupIds: ["sg-other"] })))).to.equal(
      "InvalidGroup.NotFound",
    );
  });
  it("revokes one rule by its id, once", async () => {
    const revoke = (id: string, GroupId = GROUP) =>
      ec2().send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [id] }));
    expect((await revoke("sgr-1")).Return).to.equal(true);
    expect(await ids()).to.deep.equal(["sgr-2", "sgr-3", "sgr-4"]);
    expect(await nameOf(revoke("sgr-1"))).to.equal("InvalidSecurityGroupRuleId.NotFound");
    expect(await nameOf(revoke("sgr-4"))).to.equal("InvalidSecurityGroupRuleId.NotFound");
    expect(await nameOf(revoke("sgr-2", "sg-other"))).to.equal("InvalidGroup.NotFound");
  });
  it("authorizes with description and tags, and refuses what is there already", async () => {
    const IpPermissions = [
      { IpProtocol: "tcp", FromPort: 8022, ToPort: 8022, IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "again" }] },
    ];
    const Tags = [{ Key: "api-warden:exempt-until", Value: "2026-10-02T12:00:00.000Z" }];
    const TagSpecifications = [{ ResourceType: "security-group-rule" as const, Tags }];
    const authorize = () =>
      ec2().send(new AuthorizeSecurityGroupIngressCommand({ GroupId: GROUP, IpPermissions, TagSpecifications }));
    const [made] = (await authorize()).SecurityGroupRules ?? [];
    expect(made).to.deep.include({ FromPort: 8022, Description: "again", Tags, IsEgress: false });
    expect(await ids()).to.include(made?.SecurityGroupRuleId);
    expect(await nameOf(authorize())).to.equal("InvalidPermission.Duplicate");
    const gone = new RevokeSecurityGroupIngressCommand({
      GroupId: GROUP,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    expect(await nameOf(ec2().send(gone))).to.equal("InvalidPermission.NotFound");
  });
  it("tags groups and rules, and takes tags away", async () => {
    await ec2().send(new CreateTagsCommand({ Resources: ["sgr-1", GROUP], Tags: [{ Key: "new", Value: "1" }] }));
    await ec2().send(new DeleteTagsCommand({ Resources: ["sgr-1"], Tags: [{ Key: "keep" }] }));
    expect((await rules())[0]?.Tags).to.deep.equal([{ Key: "new", Value: "1" }]);
  });
  it("lists entries of prefix lists, and the regions that are enabled", async () => {
    const entries = await ec2().send(new GetManagedPrefixListEntriesCommand({ PrefixListId: "pl-1", MaxResults: 1 }));
    expect(entries.Entries).to.deep.equal([{ Cidr: "203.0.113.0/24" }]);
    expect(entries.NextToken).to.be.a("string");
    const { Regions = [] } = await ec2().send(new DescribeRegionsCommand({}));
    expect(Regions.map(({ RegionName }) => RegionName))
      .to.include("eu-central-1")
      .and.not.include("ap-east-1");
  });
  it("refuses in EC2's words: roles that may not, disabled and throttled regions, unknown filters", async () => {
    const describe = (region: string, name = "group-id") =>
      ec2(region).send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: name, Values: ["x"] }] }));
    const revoke = new RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds: ["sgr-1"] });
    expect(await nameOf(ec2(REGION, "ASIALOOKINGONLY").send(revoke))).to.equal("UnauthorizedOperation");
    expect(await nameOf(describe("ap-east-1"))).to.equal("AuthFailure");
    expect(await nameOf(describe("eu-south-1"))).to.equal("RequestLimitExceeded");
    expect(await nameOf(describe(REGION, "instance-id"))).to.equal("InvalidParameterValue");
    expect(running.calls.map(({ allowed }) => allowed)).to.deep.equal([false, false, false, false]);
  });
  it("lets history happen by the clock", async () => {
    running.account.put({
      securityGroupChanges: [
        { ...place, atMs: hourMs, change: "rule", rule: { ...open, id: "sgr-5", fromPort: 23, toPort: 23 } },
        { ...place, atMs: 2 * hourMs, change: "rule-gone", match: { fromPort: 23, cidrIpv4: "0.0.0.0/0" } },
        { ...place, atMs: 3 * hourMs, change: "group-gone" },
      ],
    });
    expect(await ids()).to.not.include("sgr-5");
    running.account.setClock(hourMs);
    expect(await ids()).to.include("sgr-5");
    running.account.setClock(2 * hourMs);
    expect(await ids()).to.deep.equal(["sgr-1", "sgr-2", "sgr-3", "sgr-4"]);
    running.account.setClock(3 * hourMs);
    expect(await rules()).to.deep.equal([]);
  });
  it("is saved and put again as it was", async () => {
    const before = await rules();
    const saved = JSON.parse(JSON.stringify(running.account.save())) as Partial<AccountSetup>;
    await ec2().send(new RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds: ["sgr-1"] }));
    running.account.put(saved);
    expect(await rules()).to.deep.equal(before);
  });
});
