/** The setting `memberRole`: a role's name, with its path if it has one, and where the external id is kept. */
export interface MemberRole {
  readonly role: string;
  readonly externalIdSecret: string;
}

/** What a function does in another account: looks, or changes. Each has a role of its own there. */
export type Doing = "read" | "act";

/** Ends the names of the roles beside the one that the setting names: that which looks, and that which sends events. */
export const suffixes = Object.freeze({ read: "-read", act: "", forward: "-forward" } as const);

/**
 * Longest name that leaves room in a role's 64 characters for the endings, and in a rule's 64 for what it sends.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const longestMemberRole = 44;

/** Path and name of the role, without a slash before them, as an ARN has them behind `:role/`. */
export function memberRoleName({ role }: Pick<MemberRole, "role">, doing: Doing | "forward"): string {
  return `${role}${suffixes[doing]}`;
}

export function memberRoleArn(
  memberRole: Pick<MemberRole, "role">,
  doing: Doing | "forward",
  { partition, account }: { readonly partition: string; readonly account: string },
): string {
  return `arn:${partition}:iam::${account}:role/${memberRoleName(memberRole, doing)}`;
}

/** Name of the rule that sends these events on, which tells it from those of other hubs. */
export function forwardingRuleName({ role }: Pick<MemberRole, "role">, event: string): string {
  return `${role.replace(/^.*\//, "")}-${event}`;
}
