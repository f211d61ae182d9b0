import { ServiceError } from "../service-error";
import type { Plan } from "../types";
import { noSuchGroup, noSuchRule, shownRule } from "./describe";
import type { Group, Groups } from "./groups";
import { isMeant, ruleOf } from "./groups";
import type { Ec2Request } from "./requests";
import {
  checkFields,
  invalid,
  listIn,
  missing,
  needOf,
  numberIn,
  requiredIn,
  tagsIn,
  textIn,
  textsIn,
} from "./requests";
import type { RuleMatch, SecurityGroupRuleSetup } from "./setup";

type Asked = Omit<SecurityGroupRuleSetup, "id" | "tags">;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export function planAuthorize(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["GroupId", "IpPermissions", "TagSpecification"]);
  const { input } = request;
  const groupId = requiredIn(input, "GroupId");
  const asked = askedRules(input);
  if (asked.length === 0) throw missing("ipPermissions");
  const tags = Object.assign({}, ...listIn(input, "TagSpecification").map(tagsOfRules)) as Record<string, string>;
  const isTagged = Object.keys(tags).length > 0;
  return {
    needs: [
      needOf(request, "AuthorizeSecurityGroupIngress", `security-group/${groupId}`),
      ...(isTagged ? [needOf(request, "CreateTags", "security-group-rule/*")] : []),
    ],
    run: () => {
      const group = existing(request, groups, groupId);
      const rules = [...group.rules.values()];
      for (const one of asked) {
        if (!rules.some((rule) => isMeant(rule, matchOf(one)) && rule.isEgress !== true)) continue;
        throw new ServiceError(
          "InvalidPermission.Duplicate",
          `the specified rule "${JSON.stringify(one)}" already exists`,
        );
      }
      const made = asked.map((one) => ruleOf({ ...one, id: groups.newRuleId(), tags }));
      for (const rule of made) group.rules.set(rule.id, rule);
      return { return: true, securityGroupRuleSet: made.map((rule) => shownRule(group, rule)) };
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
export function planRevoke(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["GroupId", "IpPermissions", "SecurityGroupRuleId"]);
  const { input } = request;
  const groupId = requiredIn(input, "GroupId");
  const ids = textsIn(input, "SecurityGroupRuleId");
  const asked = askedRules(input);
  if (ids.length === 0 && asked.length === 0) throw missing("ipPermissions");
  return {
    needs: [
      needOf(request, "RevokeSecurityGroupIngress", `security-group/${groupId}`),
      ...ids.map((id) => needOf(request, "RevokeSecurityGroupIngress", `security-group-rule/${id}`)),
    ],
    run: () => {
      const group = existing(request, groups, groupId);
      const incoming = [...group.rules.values()].filter((rule) => rule.isEgress !== true);
      const byId = ids.map((id) => incoming.find((rule) => rule.id === id) ?? refuse(noSuchRule(id)));
      const byForm = asked.map(
        (one) =>
          incoming.find((rule) => isMeant(rule, matchOf(one))) ??
          refuse(
            new ServiceError("InvalidPermission.NotFound", "The specified rule does not exist in this security group."),
          ),
      );
      const revoked = [...byId, ...byForm];
      for (const rule of revoked) group.rules.delete(rule.id);
      return { return: true, revokedSecurityGroupRuleSet: revoked.map((rule) => shownRule(group, rule)) };
    },
  };
}

/** `CreateTags` and `DeleteTags` of groups and rules. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export function planTags(request: Ec2Request, groups: Groups): Plan {
  checkFields(request, ["ResourceId", "Tag"]);
  const { input, operation } = request;
  const ids = textsIn(input, "ResourceId");
  if (ids.length === 0) throw missing("resourceIdSet");
  const tags = tagsIn(input);
  const kindOf = (id: string) => (id.startsWith("sgr-") ? "security-group-rule" : "security-group");
  return {
    needs: ids.map((id) => needOf(request, operation, `${kindOf(id)}/${id}`)),
    run: () => {
      for (const id of ids) {
        const held = tagsOf(request, groups, id);
        for (const [key, value] of Object.entries(tags)) {
          if (operation === "CreateTags") held.set(key, value);
          else held.delete(key);
        }
      }
      return { return: true };
    },
  };
}

/** The same rule may stand there under another description. */
function matchOf(asked: Asked): RuleMatch {
  return { ...asked, description: undefined } as RuleMatch;
}

function tagsOf(request: Ec2Request, groups: Groups, id: string): Map<string, string> {
  const all = groups.all(request);
  const found = all.find((group) => group.id === id) ?? all.find(({ rules }) => rules.has(id))?.rules.get(id);
  return found?.tags ?? refuse(id.startsWith("sgr-") ? noSuchRule(id) : noSuchGroup(id));
}

function existing(request: Ec2Request, groups: Groups, id: string): Group {
  return groups.group(request, id) ?? refuse(noSuchGroup(id));
}

function refuse(error: ServiceError): never {
  throw error;
}

function tagsOfRules(specification: unknown): Readonly<Record<string, string>> {
  const kind = requiredIn(specification, "ResourceType");
  if (kind !== "security-group-rule")
    throw invalid(`'${kind}' is not a valid taggable resource type for this operation.`);
  return tagsIn(specification);
}

function askedRules(input: unknown): readonly Asked[] {
  return listIn(input, "IpPermissions").flatMap((permission) => {
    const rule = withPorts(permission);
    const each = (list: string, field: "cidrIpv4" | "cidrIpv6" | "prefixListId" | "referencedGroupId", name: string) =>
      listIn(permission, list).map((item) => {
        const description = textIn(item, "Description");
        return { ...rule, [field]: requiredIn(item, name), ...(description === undefined ? {} : { description }) };
      });
    return [
      ...each("IpRanges", "cidrIpv4", "CidrIp"),
      ...each("Ipv6Ranges", "cidrIpv6", "CidrIpv6"),
      ...each("PrefixListIds", "prefixListId", "PrefixListId"),
      ...each("Groups", "referencedGroupId", "GroupId"),
    ];
  });
}

/** All traffic has all ports, whatever is said of them. */
function withPorts(permission: unknown): Pick<Asked, "protocol" | "fromPort" | "toPort"> {
  const protocol = requiredIn(permission, "IpProtocol");
  if (protocol === "-1") return { protocol, fromPort: -1, toPort: -1 };
  return { protocol, fromPort: numberIn(permission, "FromPort") ?? -1, toPort: numberIn(permission, "ToPort") ?? -1 };
}
