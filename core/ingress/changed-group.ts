import { textAt, valueAt } from "../cloudtrail/record";
import { isRegionName } from "../cloudtrail/region";
import type { RuleSource, SecurityGroupRule } from "./rule";

/** What a record of CloudTrail says was opened. */
export interface ChangedGroup {
  readonly eventId: string;
  readonly eventName: string;
  readonly account: string | undefined;
  readonly region: string;
  readonly groupId: string;
  /** undefined where the record's time can't be told. */
  readonly atMs: number | undefined;
  /** ARN of who did it; a session's name in it may be anything. */
  readonly by: string | undefined;
  /** By id where CloudTrail has them; empty where the record does not say what was opened. */
  readonly rules: readonly SecurityGroupRule[];
}

/** Calls that may open a group. */
export const openingCalls: readonly string[] = Object.freeze([
  "AuthorizeSecurityGroupIngress",
  "ModifySecurityGroupRules",
]);

/**
 * Reads an EventBridge event "AWS API Call via CloudTrail" of `AuthorizeSecurityGroupIngress` or `ModifySecurityGroupRules`.
 * Undefined for anything else, for a call that failed, and where group or region can't be told.
 */
export function changedGroup(event: unknown): ChangedGroup | undefined {
  const record = valueAt(event, "detail");
  const eventName = textAt(record, "eventName");
  if (textAt(record, "eventSource") !== "ec2.amazonaws.com" || !openingCalls.includes(eventName ?? ""))
    return undefined;
  if (textAt(record, "errorCode") !== undefined) return undefined;
  const written = rulesIn(record);
  const groupId = groupIdIn(record) ?? written.find((rule) => rule.groupId !== "")?.groupId;
  const region = textAt(record, "awsRegion") ?? textAt(event, "region");
  if (groupId === undefined || region === undefined || !isRegionName(region) || !isGroupId(groupId)) return undefined;
  const atMs = Date.parse(textAt(record, "eventTime") ?? textAt(event, "time") ?? "");
  return {
    eventId: textAt(record, "eventID") ?? textAt(event, "id") ?? `${groupId} ${String(atMs)}`,
    eventName: eventName ?? "",
    account: textAt(record, "recipientAccountId") ?? textAt(event, "account"),
    region,
    groupId,
    atMs: Number.isFinite(atMs) ? atMs : undefined,
    by: textAt(record, "userIdentity", "arn"),
    rules: written.map((rule) => (rule.groupId === "" ? { ...rule, groupId } : rule)),
  };
}

function isGroupId(text: string): boolean {
  return /^sg-[0-9a-z]{1,40}$/.test(text);
}

function groupIdIn(record: unknown): string | undefined {
  return (
    textAt(record, "requestParameters", "groupId") ??
    textAt(record, "requestParameters", "ModifySecurityGroupRulesRequest", "GroupId")
  );
}

/** The rules that the call made or changed: as EC2 answered with them, otherwise as they were asked for. */
export function rulesIn(record: unknown): readonly SecurityGroupRule[] {
  const answered = itemsAt(record, "responseElements", "securityGroupRuleSet");
  if (answered.length > 0) return answered.map(ruleOfAnswer);
  const request = valueAt(record, "requestParameters");
  const modified = valueAt(request, "ModifySecurityGroupRulesRequest");
  if (modified !== undefined) return modifiedRules(modified);
  const nested = itemsAt(request, "ipPermissions").flatMap((permission) => nestedRules(permission, request));
  return nested.length > 0 ? nested : flatRules(request);
}

function ruleOfAnswer(item: unknown): SecurityGroupRule {
  return {
    id: textAt(item, "securityGroupRuleId") ?? "",
    groupId: textAt(item, "groupId") ?? "",
    groupOwner: textAt(item, "groupOwnerId"),
    isEgress: textAt(item, "isEgress") === "true",
    ...portsOf(item),
    source: sourceOf({
      ipv4: textAt(item, "cidrIpv4"),
      ipv6: textAt(item, "cidrIpv6"),
      prefixList: textAt(item, "prefixListId"),
      group: textAt(item, "referencedGroupInfo", "groupId"),
    }),
    description: textAt(item, "description"),
    tags: {},
  };
}

function flatRules(request: unknown): SecurityGroupRule[] {
  if (textAt(request, "ipProtocol") === undefined) return [];
  const groupName = textAt(request, "sourceSecurityGroupName");
  const source = sourceOf({ ipv4: textAt(request, "cidrIp"), group: groupName });
  return [{ ...unnamed(request), ...portsOf(request), source }];
}

function nestedRules(permission: unknown, request: unknown): SecurityGroupRule[] {
  const rule = { ...unnamed(request), ...portsOf(permission) };
  const each = (list: string, read: (item: unknown) => RuleSource) =>
    itemsAt(permission, list).map((item) => ({
      ...rule,
      source: read(item),
      description: textAt(item, "description"),
    }));
  return [
    ...each("ipRanges", (item) => sourceOf({ ipv4: textAt(item, "cidrIp") })),
    ...each("ipv6Ranges", (item) => sourceOf({ ipv6: textAt(item, "cidrIpv6") })),
    ...each("prefixListIds", (item) => sourceOf({ prefixList: textAt(item, "prefixListId") })),
    ...each("groups", (item) => sourceOf({ group: textAt(item, "groupId") ?? textAt(item, "groupName") })),
  ];
}

function modifiedRules(request: unknown): SecurityGroupRule[] {
  const written = valueAt(request, "SecurityGroupRule");
  const changes: readonly unknown[] = Array.isArray(written) ? written : [written];
  return changes.flatMap((change) => {
    const id = textAt(change, "SecurityGroupRuleId");
    const rule = valueAt(change, "SecurityGroupRule");
    if (id === undefined || rule === undefined) return [];
    const protocol = textAt(rule, "IpProtocol") ?? "-1";
    const source = sourceOf({
      ipv4: textAt(rule, "CidrIpv4"),
      ipv6: textAt(rule, "CidrIpv6"),
      prefixList: textAt(rule, "PrefixListId"),
      group: textAt(rule, "ReferencedGroupId"),
    });
    const ports = { fromPort: portAt(rule, "FromPort"), toPort: portAt(rule, "ToPort") };
    const groupId = textAt(request, "GroupId") ?? "";
    const description = textAt(rule, "Description");
    return [{ id, groupId, isEgress: false, protocol, ...ports, source, description, tags: {} }];
  });
}

function unnamed(request: unknown): Pick<SecurityGroupRule, "id" | "groupId" | "isEgress" | "tags"> {
  return { id: "", groupId: textAt(request, "groupId") ?? "", isEgress: false, tags: {} };
}

function portsOf(item: unknown): Pick<SecurityGroupRule, "protocol" | "fromPort" | "toPort"> {
  // Without a word about the protocol the worst is assumed; what is there now is asked before anything is done.
  return {
    protocol: textAt(item, "ipProtocol") ?? "-1",
    fromPort: portAt(item, "fromPort"),
    toPort: portAt(item, "toPort"),
  };
}

function portAt(item: unknown, field: string): number | undefined {
  const text = textAt(item, field);
  return text !== undefined && /^-?\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function sourceOf(written: {
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
  readonly prefixList?: string | undefined;
  readonly group?: string | undefined;
}): RuleSource {
  if (written.ipv4 !== undefined) return { kind: "ipv4", cidr: written.ipv4 };
  if (written.ipv6 !== undefined) return { kind: "ipv6", cidr: written.ipv6 };
  if (written.prefixList !== undefined) return { kind: "prefix-list", id: written.prefixList };
  return written.group === undefined ? { kind: "unknown" } : { kind: "group", id: written.group };
}

/** A list as CloudTrail writes EC2's: `{items: […]}`, and `{}` where it is empty. */
function itemsAt(record: unknown, ...path: readonly string[]): readonly unknown[] {
  const items = valueAt(record, ...path, "items");
  return Array.isArray(items) ? items : [];
}
