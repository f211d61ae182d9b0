import type { IpPermission, SecurityGroupRule as Ec2Rule, Tag } from "@aws-sdk/client-ec2";

import type { RuleSource, SecurityGroupRule } from "../core/ingress/rule";
import { callLimits } from "./call-limits";
import { perRegion } from "./per-region";
import type { Signers } from "./reach";
import type { Signer } from "./role-sessions";

/** A security group, as far as it matters whether its rules may be taken away. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | undefined;
  /** Account that owns it, which in a shared VPC may be another one than the caller's. */
  readonly owner: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Security groups of any region as EC2 has them now. Methods throw what EC2 says, but for what is named. */
export interface SecurityGroups {
  /** Rules of one group, both directions; none where there is no such group. */
  rulesOf(region: string, groupId: string): Promise<readonly SecurityGroupRule[]>;
  /** Rules of all groups of the region. */
  allRules(region: string): Promise<readonly SecurityGroupRule[]>;
  /** Those of the groups that are there. */
  groups(region: string, groupIds: readonly string[]): Promise<readonly SecurityGroup[]>;
  /** CIDR blocks of a managed prefix list. */
  prefixListEntries(region: string, prefixListId: string): Promise<readonly string[]>;
  /** Revokes this one rule of incoming traffic; false where rule or group is gone. */
  revoke(region: string, groupId: string, ruleId: string): Promise<boolean>;
  /** Makes the rule anew, under a new id, with its description and these tags. */
  authorize(
    region: string,
    rule: SecurityGroupRule,
    tags: Readonly<Record<string, string>>,
  ): Promise<"restored" | "already-so" | "gone">;
}

/** Most that a page may have. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
const pageSize = 1_000;
const prefixListPageSize = 100;

/** Values of one filter. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const mostFilterValues = 200;

const goneNames: readonly string[] = Object.freeze([
  "InvalidGroup.NotFound",
  "InvalidPermission.NotFound",
  "InvalidSecurityGroupRuleId.NotFound",
]);

/** Loads the client with the first question. */
export function securityGroups({ read = {}, act = {} }: Signers = {}): SecurityGroups {
  const ec2 = () => require("@aws-sdk/client-ec2") as typeof import("@aws-sdk/client-ec2");
  const made = (signer: Signer) =>
    perRegion((region) => new (ec2().EC2Client)({ ...callLimits, ...signer, region, maxAttempts: 4 }));
  const [clientOf, changing] = [made(read), made(act)];

  async function rules(region: string, groupId?: string): Promise<SecurityGroupRule[]> {
    const { DescribeSecurityGroupRulesCommand } = ec2();
    const found: SecurityGroupRule[] = [];
    const Filters = groupId === undefined ? {} : { Filters: [{ Name: "group-id", Values: [groupId] }] };
    let NextToken: string | undefined;
    do {
      const input = { ...Filters, MaxResults: pageSize, NextToken };
      const page = await clientOf(region).send(new DescribeSecurityGroupRulesCommand(input));
      for (const rule of page.SecurityGroupRules ?? []) found.push(ruleOf(rule));
      NextToken = page.NextToken || undefined;
    } while (NextToken !== undefined);
    return found;
  }

  return {
    rulesOf: (region, groupId) => rules(region, groupId),
    allRules: (region) => rules(region),

    async groups(region, groupIds) {
      const { DescribeSecurityGroupsCommand } = ec2();
      const found: SecurityGroup[] = [];
      for (let at = 0; at < groupIds.length; at += mostFilterValues) {
        const Filters = [{ Name: "group-id", Values: groupIds.slice(at, at + mostFilterValues) }];
        let NextToken: string | undefined;
        do {
          const input = { Filters, MaxResults: pageSize, NextToken };
          const page = await clientOf(region).send(new DescribeSecurityGroupsCommand(input));
          for (const { GroupId = "", GroupName = "", VpcId, OwnerId, Tags } of page.SecurityGroups ?? []) {
            found.push({ id: GroupId, name: GroupName, vpcId: VpcId, owner: OwnerId, tags: tagsOf(Tags) });
          }
          NextToken = page.NextToken || undefined;
        } while (NextToken !== undefined);
      }
      return found;
    },

    async prefixListEntries(region, prefixListId) {
      const { GetManagedPrefixListEntriesCommand } = ec2();
      const cidrs: string[] = [];
      let NextToken: string | undefined;
      do {
        const input = { PrefixListId: prefixListId, MaxResults: prefixListPageSize, NextToken };
        const page = await clientOf(region).send(new GetManagedPrefixListEntriesCommand(input));
        for (const { Cidr } of page.Entries ?? []) if (Cidr !== undefined) cidrs.push(Cidr);
        NextToken = page.NextToken || undefined;
      } while (NextToken !== undefined);
      return cidrs;
    },

    async revoke(region, groupId, ruleId) {
      const { RevokeSecurityGroupIngressCommand } = ec2();
      const input = { GroupId: groupId, SecurityGroupRuleIds: [ruleId] };
      try {
        await changing(region).send(new RevokeSecurityGroupIngressCommand(input));
        return true;
      } catch (error) {
        if (goneNames.includes(nameOf(error))) return false;
        throw error;
      }
    },

    async authorize(region, rule, tags) {
      const { AuthorizeSecurityGroupIngressCommand } = ec2();
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      try {
        await changing(region).send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId: rule.groupId,
            IpPermissions: [permissionOf(rule)],
            ...(Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: "security-group-rule", Tags }] }),
          }),
        );
        return "restored";
      } catch (error) {
        if (nameOf(error) === "InvalidPermission.Duplicate") return "already-so";
        if (nameOf(error) === "InvalidGroup.NotFound") return "gone";
        throw error;
      }
    },
  };
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | null)?.name);
}

function ruleOf(rule: Ec2Rule): SecurityGroupRule {
  return {
    id: rule.SecurityGroupRuleId ?? "",
    groupId: rule.GroupId ?? "",
    groupOwner: rule.GroupOwnerId,
    // What does not say that it comes in is left alone.
    isEgress: rule.IsEgress !== false,
    protocol: rule.IpProtocol ?? "",
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
    source: sourceOf(rule),
    description: rule.Description,
    tags: tagsOf(rule.Tags),
  };
}

function sourceOf({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo }: Ec2Rule): RuleSource {
  if (CidrIpv4 !== undefined) return { kind: "ipv4", cidr: CidrIpv4 };
  if (CidrIpv6 !== undefined) return { kind: "ipv6", cidr: CidrIpv6 };
  if (PrefixListId !== undefined) return { kind: "prefix-list", id: PrefixListId };
  return ReferencedGroupInfo?.GroupId === undefined
    ? { kind: "unknown" }
    : { kind: "group", id: ReferencedGroupInfo.GroupId };
}

function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
}

/** Only rules of addresses are ever taken away, so only those are put back. */
function permissionOf({ id, protocol, fromPort, toPort, source, description }: SecurityGroupRule): IpPermission {
  const Description = description === undefined || description === "" ? {} : { Description: description };
  const ports = protocol === "-1" ? {} : { FromPort: fromPort, ToPort: toPort };
  const permission = { IpProtocol: protocol, ...ports };
  if (source.kind === "ipv4") return { ...permission, IpRanges: [{ CidrIp: source.cidr, ...Description }] };
  if (source.kind === "ipv6") return { ...permission, Ipv6Ranges: [{ CidrIpv6: source.cidr, ...Description }] };
  throw new Error(`the rule ${id} is not one of addresses`);
}
