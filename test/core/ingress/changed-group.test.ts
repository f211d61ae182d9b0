import { expect } from "chai";

import { changedGroup } from "../../../core/ingress/changed-group";
import { GROUP } from "./rules";

const asked = (requestParameters: object, changes: object = {}) => ({
  source: "aws.ec2",
  account: "111122223333",
  region: "eu-west-1",
  time: "2026-10-01T12:00:00Z",
  detail: {
    eventSource: "ec2.amazonaws.com",
    eventName: "AuthorizeSecurityGroupIngress",
    eventID: "event-1",
    eventTime: "2026-10-01T11:59:58Z",
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
    userIdentity: { arn: "arn:aws:iam::111122223333:user/ana" },
    requestParameters,
    responseElements: null,
    ...changes,
  },
});

const flat = { groupId: GROUP, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "0.0.0.0/0", ipPermissions: {} };
const shown = (event: unknown) =>
  changedGroup(event)?.rules.map(({ id, protocol, fromPort, toPort, source }) => ({
    id,
    protocol,
    fromPort,
    toPort,
    source,
  }));
const anywhere = { kind: "ipv4", cidr: "0.0.0.0/0" };
const ssh = { id: "", protocol: "tcp", fromPort: 22, toPort: 22 };

describe("a change of a security group, as CloudTrail records it", () => {
  it("says who opened what, when and where", () => {
    expect(changedGroup(asked(flat))).to.deep.include({
      eventId: "event-1",
      account: "111122223333",
      region: "eu-west-1",
      groupId: GROUP,
      atMs: Date.parse("2026-10-01T11:59:58Z"),
      by: "arn:aws:iam::111122223333:user/ana",
    });
  });
  it("is read from the flat request", () => {
    expect(shown(asked(flat))).to.deep.equal([{ ...ssh, source: anywhere }]);
  });
  it("is read from the nested request, whose empty lists are empty objects", () => {
    const permission = {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      groups: {},
      ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }, { cidrIp: "203.0.113.0/24", description: "office" }] },
      ipv6Ranges: { items: [{ cidrIpv6: "::/0" }] },
      prefixListIds: { items: [{ prefixListId: "pl-1" }] },
    };
    const all = { ipProtocol: "-1", groups: { items: [{ groupId: "sg-1" }] }, ipRanges: {}, ipv6Ranges: {} };
    expect(shown(asked({ groupId: GROUP, ipPermissions: { items: [permission, all] } }))).to.deep.equal([
      { ...ssh, source: anywhere },
      { ...ssh, source: { kind: "ipv4", cidr: "203.0.113.0/24" } },
      { ...ssh, source: { kind: "ipv6", cidr: "::/0" } },
      { ...ssh, source: { kind: "prefix-list", id: "pl-1" } },
      { id: "", protocol: "-1", fromPort: undefined, toPort: undefined, source: { kind: "group", id: "sg-1" } },
    ]);
  });
  it("is read from the answer rather than from the request, and has the rule's id then", () => {
    const item = {
      groupId: GROUP,
      securityGroupRuleId: "sgr-1",
      isEgress: false,
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
    };
    const responseElements = { _return: true, securityGroupRuleSet: { items: [{ ...item, cidrIpv4: "1.2.3.4/0" }] } };
    expect(shown(asked(flat, { responseElements }))).to.deep.equal([
      { ...ssh, id: "sgr-1", source: { kind: "ipv4", cidr: "1.2.3.4/0" } },
    ]);
  });
  it("is read from ModifySecurityGroupRules, of one rule or of several", () => {
    const change = (id: string) => ({
      SecurityGroupRuleId: id,
      SecurityGroupRule: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIpv4: "0.0.0.0/0" },
      tag: 1,
    });
    const modified = (SecurityGroupRule: unknown) =>
      asked(
        { ModifySecurityGroupRulesRequest: { GroupId: GROUP, SecurityGroupRule } },
        { eventName: "ModifySecurityGroupRules" },
      );
    expect(shown(modified(change("sgr-1")))).to.deep.equal([{ ...ssh, id: "sgr-1", source: anywhere }]);
    expect(shown(modified([change("sgr-1"), change("sgr-2")]))).to.have.length(2);
    expect(changedGroup(modified(change("sgr-1")))?.groupId).to.equal(GROUP);
  });
  it("may say nothing of what was opened, and then names the group all the same", () => {
    expect(changedGroup(asked({ groupId: GROUP, ipPermissions: {} }))?.rules).to.deep.equal([]);
  });
  it("is none where the call failed, was another one, or does not tell group or region", () => {
    const others = [
      asked(flat, { errorCode: "Client.UnauthorizedOperation" }),
      asked(flat, { eventName: "RevokeSecurityGroupIngress" }),
      asked(flat, { eventSource: "elasticloadbalancing.amazonaws.com" }),
      asked({ ...flat, groupId: undefined }),
      asked({ ...flat, groupId: "sg-1/../other" }),
      asked(flat, { awsRegion: "evil.example/x" }),
      { detail: null },
      undefined,
    ];
    for (const event of others) expect(changedGroup(event), JSON.stringify(event)).to.equal(undefined);
  });
});
