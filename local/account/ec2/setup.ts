/** One rule of a group. Exactly one source is said. */
export interface SecurityGroupRuleSetup {
  readonly id: string;
  readonly isEgress?: boolean;
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly prefixListId?: string;
  readonly referencedGroupId?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A group of one region. `accountId`: the account that the declared callers act in, when not said. */
export interface SecurityGroupSetup {
  readonly id: string;
  readonly region: string;
  readonly accountId?: string;
  readonly name?: string;
  readonly description?: string;
  readonly vpcId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly rules?: readonly SecurityGroupRuleSetup[];
}

/** Everything that a rule has to be to be meant; what is not said is of no matter. */
export type RuleMatch = Partial<Omit<SecurityGroupRuleSetup, "tags" | "description">>;

/** What history does to a group at a time. What is there already is not made again, what is not there is not changed. */
export type SecurityGroupChange = {
  readonly atMs: number;
  readonly region: string;
  readonly accountId: string;
  readonly groupId: string;
} & (
  | {
      readonly change: "group";
      readonly name?: string;
      readonly vpcId?: string;
      readonly tags?: Readonly<Record<string, string>>;
    }
  | { readonly change: "group-gone" }
  | { readonly change: "rule"; readonly rule: SecurityGroupRuleSetup }
  | { readonly change: "rule-gone"; readonly match: RuleMatch }
);

export interface PrefixListSetup {
  readonly id: string;
  readonly region: string;
  readonly cidrs: readonly string[];
}

declare module "../types" {
  interface AccountSetup {
    readonly securityGroups?: readonly SecurityGroupSetup[];
    readonly securityGroupChanges?: readonly SecurityGroupChange[];
    readonly prefixLists?: readonly PrefixListSetup[];
    /** Regions that are not enabled for the account, and those in which EC2 throttles every call. */
    readonly ec2Regions?: { readonly disabled?: readonly string[]; readonly throttled?: readonly string[] };
  }
}
