import type { AllowedIngress, RuleSource, SecurityGroupRule } from "../../../core/ingress/rule";

export const GROUP = "sg-0123456789abcdef0";

/** The default of `api-warden:ingress`. */
export const web: AllowedIngress = { tcp: [80, 443], udp: [], icmp: false };

/** A rule of tcp port 22 from anywhere, but for what is said otherwise. */
export function rule(changes: Partial<SecurityGroupRule> & { readonly from?: string } = {}): SecurityGroupRule {
  const { from = "0.0.0.0/0", ...rest } = changes;
  const kind = from.includes(":") ? "ipv6" : "ipv4";
  const source: RuleSource = { kind, cidr: from };
  return {
    id: "sgr-00000000000000001",
    groupId: GROUP,
    isEgress: false,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    source,
    tags: {},
    ...rest,
  };
}
