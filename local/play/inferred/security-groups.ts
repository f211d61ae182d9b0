import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import { rulesIn } from "../../../core/ingress/changed-group";
import type { SecurityGroupRule } from "../../../core/ingress/rule";
import type { RuleMatch, SecurityGroupChange, SecurityGroupRuleSetup } from "../../account/ec2/setup";

type Place = Pick<SecurityGroupChange, "atMs" | "region" | "accountId">;

const opening: readonly unknown[] = ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"];
const closing: readonly unknown[] = ["RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"];

/** Whether a call of EC2 by this name may be about a security group. */
export function isSecurityGroupCall(name: string): boolean {
  return name.includes("SecurityGroup");
}

/**
 * Security groups and their rules as history shows them: a group that somebody opens without having made it was there before,
 * and has that rule as of that time; what history takes away or changes later does so at its time.
 */
export class InferredSecurityGroups {
  private readonly changes: SecurityGroupChange[] = [];
  private readonly seen = new Map<string, SecurityGroupChange>();
  private firstMs = Number.POSITIVE_INFINITY;
  private invented = 0;

  /** History begins no later than this. */
  begins(atMs: number): void {
    if (atMs < this.firstMs) this.firstMs = atMs;
  }

  take(record: CloudTrailRecord, atMs: number): void {
    this.begins(atMs);
    if (record["eventSource"] !== "ec2.amazonaws.com" || record["errorCode"] !== undefined) return;
    const name = record["eventName"];
    if (typeof name !== "string" || !isSecurityGroupCall(name)) return;
    const accountId = textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId");
    const region = textAt(record, "awsRegion");
    if (accountId === undefined || region === undefined) return;
    this.note(name, record, { atMs, region, accountId });
  }

  /** In order of time, what happens at once in the order of the records. */
  history(): SecurityGroupChange[] {
    const made = new Set(this.changes.filter(({ change }) => change === "group").map(idOf));
    const before = [...this.seen]
      .filter(([id]) => !made.has(id))
      .map(([, change]) => ({ ...change, atMs: this.firstMs }));
    return [...before, ...this.changes].sort((one, other) => one.atMs - other.atMs);
  }

  private note(name: string, record: CloudTrailRecord, place: Place): void {
    const isEgress = name.endsWith("Egress");
    if (opening.includes(name)) {
      for (const rule of rulesIn(record)) this.open({ ...rule, isEgress }, record, place);
    } else if (closing.includes(name)) {
      for (const match of closedIn(record, isEgress)) this.change(record, place, { change: "rule-gone", match });
    } else if (name === "ModifySecurityGroupRules") {
      for (const rule of rulesIn(record)) this.open(rule, record, place);
    } else if (name === "CreateSecurityGroup") {
      const groupId = textAt(record, "responseElements", "groupId");
      if (groupId !== undefined) this.changes.push({ ...place, groupId, change: "group", ...madeAs(record) });
    } else if (name === "DeleteSecurityGroup") {
      this.change(record, place, { change: "group-gone" });
    }
  }

  private open(rule: SecurityGroupRule, record: CloudTrailRecord, place: Place): void {
    const groupId = rule.groupId || groupOf(record);
    if (groupId === undefined || rule.source.kind === "unknown") return;
    this.see(groupId, place);
    const id = rule.id || `sgr-${(this.invented += 1).toString(16).padStart(17, "e")}`;
    this.changes.push({ ...place, groupId, change: "rule", rule: { ...setupOf(rule), id } });
  }

  private change(
    record: CloudTrailRecord,
    place: Place,
    change: { readonly change: "rule-gone"; readonly match: RuleMatch } | { readonly change: "group-gone" },
  ): void {
    const groupId = groupOf(record);
    if (groupId === undefined) return;
    this.see(groupId, place);
    this.changes.push({ ...place, groupId, ...change });
  }

  private see(groupId: string, place: Place): void {
    const change: SecurityGroupChange = { ...place, groupId, change: "group" };
    if (!this.seen.has(idOf(change))) this.seen.set(idOf(change), change);
  }
}

function idOf({ accountId, region, groupId }: SecurityGroupChange): string {
  return `${accountId} ${region} ${groupId}`;
}

function groupOf(record: CloudTrailRecord): string | undefined {
  return (
    textAt(record, "requestParameters", "groupId") ??
    textAt(record, "requestParameters", "ModifySecurityGroupRulesRequest", "GroupId")
  );
}

/** By id where the request names rules so, otherwise by all that it says of them. */
function closedIn(record: CloudTrailRecord, isEgress: boolean): readonly RuleMatch[] {
  const ids = valueAt(record, "requestParameters", "securityGroupRuleIds", "items");
  if (Array.isArray(ids) && ids.length > 0) {
    return ids.flatMap((item) => {
      const id = textAt(item, "securityGroupRuleId");
      return id === undefined ? [] : [{ id }];
    });
  }
  const asked = rulesIn({ requestParameters: record["requestParameters"] });
  return asked.map((rule) => {
    const { protocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId } = setupOf({
      ...rule,
      isEgress,
    });
    // All traffic has no ports of its own, whatever a request says.
    const ports = protocol === "-1" ? {} : { fromPort, toPort };
    return { isEgress, protocol, ...ports, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId } as RuleMatch;
  });
}

function setupOf({ id, isEgress, protocol, fromPort, toPort, source, description }: SecurityGroupRule) {
  const setup: SecurityGroupRuleSetup = {
    ...{ id, isEgress, protocol },
    ...(fromPort === undefined ? {} : { fromPort }),
    ...(toPort === undefined ? {} : { toPort }),
    ...(source.kind === "ipv4" ? { cidrIpv4: source.cidr } : {}),
    ...(source.kind === "ipv6" ? { cidrIpv6: source.cidr } : {}),
    ...(source.kind === "prefix-list" ? { prefixListId: source.id } : {}),
    ...(source.kind === "group" ? { referencedGroupId: source.id } : {}),
    ...(description === undefined ? {} : { description }),
  };
  return setup;
}

function madeAs(record: CloudTrailRecord) {
  const name = textAt(record, "requestParameters", "groupName");
  const vpcId = textAt(record, "requestParameters", "vpcId");
  const tags = valueAt(record, "responseElements", "tagSet", "items");
  const entries = (Array.isArray(tags) ? tags : []).flatMap((tag) => {
    const key = textAt(tag, "key");
    return key === undefined ? [] : [[key, textAt(tag, "value") ?? ""]];
  });
  return {
    ...(name === undefined ? {} : { name }),
    ...(vpcId === undefined ? {} : { vpcId }),
    tags: Object.fromEntries(entries) as Record<string, string>,
  };
}
