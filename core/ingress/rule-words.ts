import { quoted } from "../keys/impact";
import { openedBy } from "./ports";
import type { SecurityGroupRule } from "./rule";

/** "tcp port 22 from `0.0.0.0/0`", for people. */
export function ruleText(rule: SecurityGroupRule): string {
  return `${portsText(rule)} from ${sourceText(rule)}`;
}

function portsText(rule: SecurityGroupRule): string {
  const { protocol, from, to } = openedBy(rule);
  if (protocol === "all") return "all traffic";
  if (protocol === "tcp" || protocol === "udp") {
    if (from === 0 && to === 65_535) return `all ${protocol} ports`;
    return from === to ? `${protocol} port ${from}` : `${protocol} ports ${from} to ${to}`;
  }
  if (protocol !== "icmp" && protocol !== "icmpv6") return `protocol ${quoted(protocol)}`;
  return from === -1 ? `all of ${protocol}` : `${protocol} type ${from}${to === -1 ? "" : ` code ${to}`}`;
}

function sourceText({ source }: SecurityGroupRule): string {
  switch (source.kind) {
    case "unknown":
      return "an unknown source";
    case "prefix-list":
      return `the prefix list ${quoted(source.id)}`;
    case "group":
      return `the group ${quoted(source.id)}`;
    default:
      return quoted(source.cidr);
  }
}
