import { expect } from "chai";

import { InferredSecurityGroups } from "../../../../local/play/inferred/security-groups";
import { ACCOUNT, closed, GROUP, minute, opened, ssh } from "../../../support/ingress-stories";

function historyOf(items: readonly ReturnType<typeof opened>[]) {
  const inferred = new InferredSecurityGroups();
  for (const item of items) if (item.kind === "cloudtrail") inferred.take(item.record, item.atMs);
  return inferred.history();
}

const place = { region: "us-east-1", accountId: ACCOUNT, groupId: GROUP };
const rule = { id: "sgr-1", isEgress: false, protocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" };

describe("security groups that history shows", () => {
  it("were there before, and have a rule as of the time that somebody makes it", () => {
    expect(historyOf([opened("sgr-1", minute(5)), opened("sgr-2", minute(1))]).slice(0, 1)).to.deep.equal([
      { ...place, atMs: minute(1), change: "group" },
    ]);
    expect(historyOf([opened("sgr-1", minute(5))])[1]).to.deep.equal({
      ...place,
      atMs: minute(5),
      change: "rule",
      rule,
    });
  });
  it("lose the rule that somebody takes away, by all that is said of it", () => {
    const match = { ...rule, id: undefined };
    expect(historyOf([opened("sgr-1", minute(0)), closed(minute(3))]).at(-1)).to.deep.include({
      atMs: minute(3),
      change: "rule-gone",
    });
    expect(JSON.parse(JSON.stringify(historyOf([closed(minute(3))]).at(-1)))).to.deep.include({
      match: JSON.parse(JSON.stringify(match)) as object,
    });
  });
  it("are made, changed and deleted at their times", () => {
    const created = opened("", minute(0), ssh, {
      eventName: "CreateSecurityGroup",
      requestParameters: { groupName: "web", vpcId: "vpc-1" },
      responseElements: { groupId: GROUP, tagSet: { items: [{ key: "owner", value: "ana" }] } },
    });
    const SecurityGroupRule = {
      SecurityGroupRuleId: "sgr-1",
      SecurityGroupRule: { IpProtocol: "tcp", CidrIpv4: "0.0.0.0/0" },
    };
    const modified = opened("", minute(2), ssh, {
      eventName: "ModifySecurityGroupRules",
      requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: GROUP, SecurityGroupRule } },
      responseElements: { ModifySecurityGroupRulesResponse: { return: true } },
    });
    const deleted = opened("", minute(3), ssh, {
      eventName: "DeleteSecurityGroup",
      requestParameters: { groupId: GROUP },
    });
    const history = historyOf([created, opened("sgr-1", minute(1)), modified, deleted]);
    expect(history.map(({ change, atMs }) => `${change} ${(atMs - minute(0)) / 60_000}`)).to.deep.equal([
      "group 0",
      "rule 1",
      "rule 2",
      "group-gone 3",
    ]);
    expect(history[0]).to.deep.include({ name: "web", vpcId: "vpc-1", tags: { owner: "ana" } });
  });
  it("are not changed by calls that failed", () => {
    expect(historyOf([opened("sgr-1", minute(0), ssh, { errorCode: "Client.UnauthorizedOperation" })])).to.deep.equal(
      [],
    );
  });
});
