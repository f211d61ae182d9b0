/** Where a rule lets traffic come from. `unknown`: a form that is not known here. */
export type RuleSource =
  | { readonly kind: "ipv4" | "ipv6"; readonly cidr: string }
  | { readonly kind: "prefix-list"; readonly id: string }
  | { readonly kind: "group"; readonly id: string }
  | { readonly kind: "unknown" };

/**
 * One rule of a security group, as EC2 and CloudTrail have it. Plain data: it is kept in records to be put back.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
 */
export interface SecurityGroupRule {
  /** `sgr-…`; "" where the request that made it did not know it yet. */
  readonly id: string;
  readonly groupId: string;
  /** Account that the group is in; absent where AWS does not say. */
  readonly groupOwner?: string | undefined;
  readonly isEgress: boolean;
  /** As AWS writes it: a name, or a number as text; `-1` for all. */
  readonly protocol: string;
  /** First port, or type of ICMP; -1 for all. Absent where AWS has none. */
  readonly fromPort?: number | undefined;
  /** Last port, or code of ICMP; -1 for all. */
  readonly toPort?: number | undefined;
  readonly source: RuleSource;
  readonly description?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is open to the world without anybody being told. */
export interface AllowedIngress {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  readonly icmp: boolean;
}

/**
 * What makes two rules the same one, however often it is taken away and comes back under a new id: group, protocol, ports and
 * source. A group's id is unique in all accounts and regions.
 */
export function fingerprint({ groupId, protocol, fromPort, toPort, source }: SecurityGroupRule): string {
  const from = source.kind === "unknown" ? "" : "cidr" in source ? source.cidr : source.id;
  return JSON.stringify([groupId, protocol.toLowerCase(), fromPort ?? null, toPort ?? null, source.kind, from]);
}
