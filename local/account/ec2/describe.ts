import { partitionOfRegion, serviceHostIn } from "../../../core/cloudtrail/partition";
import type { Plan } from "../types";
import { ServiceError } from "../service-error";
import type { Group, Groups, Rule } from "./groups";
import type { Ec2Request } from "./requests";
import { checkFields, invalid, listIn, needOf, pageOf, requiredIn, textsIn } from "./requests";

type Tests<Thing> = Readonly<Record<string, (thing: Thing, values: readonly string[]) => boolean>>;

interface OwnedRule {
  readonly group: Group;
  readonly rule: Rule;
}

const ruleFilters: Tests<OwnedRule> = {
  "group-id": ({ group }, values) => values.includes(group.id),
  "security-group-rule-id": ({ rule }, values) => values.includes(rule.id),
  "tag-key": ({ rule }, values) => values.some((key) => rule.tags.has(key)),
};

const groupFilters: Tests<Group> = {
  "group-id": ({ id }, values) => values.includes(id),
  "group-name": ({ name }, values) => values.includes(name),
  "vpc-id": ({ vpcId }, values) => vpcId !== undefined && values.includes(vpcId),
  "tag-key": ({ tags }, values) => values.some((key) => tags.has(key)),
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
export function planDescribeRules(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["Filter", "SecurityGroupRuleId", "MaxResults", "NextToken"]);
  const { input } = request;
  const ids = textsIn(input, "SecurityGroupRuleId");
  if (ids.length > 0 && input["MaxResults"] !== undefined) {
    throw new ServiceError(
      "InvalidParameterCombination",
      "The parameters maxResults and securityGroupRuleIds exclude each other",
    );
  }
  const matches = filterOf(request, ruleFilters);
  return {
    needs: [needOf(request, "DescribeSecurityGroupRules", "*")],
    run: () => {
      const all = groups.all(request).flatMap((group) => [...group.rules.values()].map((rule) => ({ group, rule })));
      const lost = ids.find((id) => !all.some(({ rule }) => rule.id === id));
      if (lost !== undefined) throw noSuchRule(lost);
      const meant = all.filter((one) => (ids.length === 0 || ids.includes(one.rule.id)) && matches(one));
      const { items, nextToken } = pageOf(request, meant, 5, 1_000);
      return { securityGroupRuleSet: items.map(({ group, rule }) => shownRule(group, rule)), nextToken };
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export function planDescribeGroups(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["Filter", "GroupId", "MaxResults", "NextToken"]);
  const ids = textsIn(request.input, "GroupId");
  const matches = filterOf(request, groupFilters);
  return {
    needs: [needOf(request, "DescribeSecurityGroups", "*")],
    run: () => {
      const all = groups.all(request);
      const lost = ids.find((id) => !all.some((group) => group.id === id));
      if (lost !== undefined) throw noSuchGroup(lost);
      const meant = all.filter((group) => (ids.length === 0 || ids.includes(group.id)) && matches(group));
      const { items, nextToken } = pageOf(request, meant, 5, 1_000);
      return { securityGroupInfo: items.map(shownGroup), nextToken };
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
export function planPrefixListEntries(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["PrefixListId", "MaxResults", "NextToken"]);
  const id = requiredIn(request.input, "PrefixListId");
  return {
    needs: [needOf(request, "GetManagedPrefixListEntries", `prefix-list/${id}`)],
    run: () => {
      const list = groups.prefixList(request.region, id);
      if (list === undefined) {
        throw new ServiceError("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`);
      }
      const { items, nextToken } = pageOf(request, list.cidrs, 1, 100);
      return { entrySet: items.map((cidr) => ({ cidr })), nextToken };
    },
  };
}

/** Regions that are enabled by default. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const defaultRegions: readonly string[] = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

/** Those of the region's own partition. */
function regionsBeside(region: string): readonly string[] {
  const { name, globalRegion } = partitionOfRegion(region);
  return name === "aws" ? defaultRegions : [globalRegion];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
export function planDescribeRegions(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["AllRegions"]);
  const all = request.input["AllRegions"] === "true";
  return {
    needs: [needOf(request, "DescribeRegions", "*")],
    run: () => {
      const enabled = [...new Set([...regionsBeside(request.region), request.region])].filter(
        (name) => !groups.disabledRegions.has(name),
      );
      const shown = (regionName: string, optInStatus: string) => ({
        ...{ regionName, optInStatus },
        regionEndpoint: serviceHostIn("ec2", regionName),
      });
      return {
        regionInfo: [
          ...enabled.map((name) => shown(name, "opt-in-not-required")),
          ...(all ? [...groups.disabledRegions].map((name) => shown(name, "not-opted-in")) : []),
        ],
      };
    },
  };
}

function filterOf<Thing>({ input }: Ec2Request, tests: Tests<Thing>): (thing: Thing) => boolean {
  const filters = listIn(input, "Filter").map((filter) => {
    const name = requiredIn(filter, "Name");
    const test = tests[name];
    if (test === undefined) throw invalid(`The filter '${name}' is invalid`);
    return { test, values: textsIn(filter, "Value") };
  });
  return (thing) => filters.every(({ test, values }) => test(thing, values));
}

export const noSuchGroup = (id: string) =>
  new ServiceError("InvalidGroup.NotFound", `The security group '${id}' does not exist`);

export const noSuchRule = (id: string) =>
  new ServiceError("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`);

const shownTags = (tags: ReadonlyMap<string, string>) => [...tags].map(([key, value]) => ({ key, value }));

/** EC2 shows all ports, and those of a protocol without any, as -1. */
export function shownRule({ id: groupId, accountId }: Group, rule: Rule): object {
  const reference = rule.referencedGroupId;
  return {
    securityGroupRuleId: rule.id,
    groupId,
    groupOwnerId: accountId,
    isEgress: rule.isEgress === true,
    ipProtocol: rule.protocol,
    fromPort: rule.fromPort ?? -1,
    toPort: rule.toPort ?? -1,
    cidrIpv4: rule.cidrIpv4,
    cidrIpv6: rule.cidrIpv6,
    prefixListId: rule.prefixListId,
    ...(reference === undefined ? {} : { referencedGroupInfo: { groupId: reference, userId: accountId } }),
    description: rule.description,
    tagSet: shownTags(rule.tags),
  };
}

function shownGroup({ id, accountId, name, description, vpcId, tags }: Group): object {
  const shown = { ownerId: accountId, groupId: id, groupName: name, groupDescription: description };
  return { ...shown, vpcId: vpcId === "" ? undefined : vpcId, tagSet: shownTags(tags) };
}
