import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { IpPermission } from "@aws-sdk/client-ec2";
import { expect } from "chai";

import type { SecurityGroups } from "../../clients/security-groups";
import { securityGroups } from "../../clients/security-groups";
import type { ActionRecord } from "../../core/actions/record";
import { openRules } from "../../core/ingress/open-rules";
import { ruleText } from "../../core/ingress/rule-words";
import { ruleResponder } from "../../handlers/revoke-open-ingress/responder";
import { web } from "../core/ingress/rules";
import { NOW, stage } from "../handlers/revoke-open-ingress/world";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "eu-west-1";
/** The account that moto stands for. */
const account = "123456789012";

const ssh: IpPermission = {
  IpProtocol: "tcp",
  FromPort: 22,
  ToPort: 22,
  IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "for ana" }, { CidrIp: "203.0.113.0/24" }],
  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
};
const all: IpPermission = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

describe("security groups of the emulator, through the function's own client", () => {
  let moto: Moto;
  let ec2: EC2Client;
  let groups: SecurityGroups;
  let restore: () => void;

  before(async () => {
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint));
    ec2 = new EC2Client(emulatorClient(moto.endpoint, region));
    groups = securityGroups();
  });
  after(async () => {
    restore?.();
    ec2?.destroy();
    await moto?.stop();
  });
  beforeEach(() => moto.reset());

  async function group(IpPermissions: IpPermission[]): Promise<string> {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const { GroupId = "" } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: "web", Description: "web", VpcId: Vpc?.VpcId }),
    );
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    return GroupId;
  }
  const open = async (groupId: string) => openRules(await groups.rulesOf(region, groupId), web).map(({ rule }) => rule);

  it("are seen with their rules, groups and tags, egress apart", async () => {
    const groupId = await group([ssh, all]);
    await ec2.send(new CreateTagsCommand({ Resources: [groupId], Tags: [{ Key: "owner", Value: "ana" }] }));
    expect((await open(groupId)).map(ruleText)).to.have.members([
      "tcp port 22 from `0.0.0.0/0`",
      "tcp port 22 from `::/0`",
      "all traffic from `0.0.0.0/0`",
    ]);
    const rules = await groups.rulesOf(region, groupId);
    expect(rules.some(({ isEgress }) => isEgress)).to.equal(true);
    expect((await groups.allRules(region)).filter((rule) => rule.groupId === groupId)).to.have.length(rules.length);
    const [found] = await groups.groups(region, [groupId]);
    expect(found).to.deep.include({ id: groupId, name: "web", owner: account, tags: { owner: "ana" } });
    expect(await groups.rulesOf(region, "sg-0123456789abcdef0")).to.deep.equal([]);
    expect(await groups.allRules("us-west-2")).to.be.an("array");
  });

  it("lose the open rules by id and nothing else, and get one back with description and exemption", async () => {
    const groupId = await group([ssh]);
    const stand = stage();
    const looking = { ...stand.looking, groups, ownAccount: account };
    const responder = ruleResponder(looking);
    const [first] = await open(groupId);
    const request = {
      ruleId: first?.id ?? "",
      ...{
        groupId,
        region,
        account,
        occasion: "event-1",
        eventIds: ["event-1"],
        seenAtMs: NOW,
        seen: [],
        alongside: [],
      },
    };
    const facts = await responder.lookAt(request, NOW);
    expect(await responder.perform(request, facts, NOW)).to.deep.equal({ outcome: "done", after: { isRevoked: true } });
    expect((await groups.rulesOf(region, groupId)).map(ruleText)).to.include("tcp port 22 from `203.0.113.0/24`");
    expect(await responder.perform(request, facts, NOW)).to.deep.equal({ outcome: "gone" });
    expect((await responder.lookAt(request, NOW)).nothingToDo).to.equal("gone");

    const subject = { kind: "rule", id: request.ruleId, account };
    const record = { id: "wa-aaaaaaaaaa", before: facts.before, subject } as unknown as ActionRecord;
    expect(await responder.undo(record)).to.equal("restored");
    expect(await responder.undo(record)).to.equal("already-so");
    const again = (await open(groupId)).find(({ source }) => source.kind === first?.source.kind);
    expect(again).to.deep.include({ description: first?.description, fromPort: 22, toPort: 22 });
    expect(again?.id).to.not.equal(first?.id);
    expect(Object.keys(again?.tags ?? {})).to.include("api-warden:exempt-until");
  });

  it("let prefix lists be looked into", async () => {
    const { PrefixList } = await ec2.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: "offices",
        AddressFamily: "IPv4",
        MaxEntries: 2,
        Entries: [{ Cidr: "203.0.113.0/24" }],
      }),
    );
    expect(await groups.prefixListEntries(region, PrefixList?.PrefixListId ?? "")).to.deep.equal(["203.0.113.0/24"]);
  });
});
