/** The setting `memberRole`: a role's name, with its path if it has one, and where the external id is kept. */
export interface MemberRole {
  readonly role: string;
  readonly externalIdSecret: string;
}

/** What a function does in another account: looks, or changes. Each has a role of its own there. */
export type Doing = "read" | "act";

/** Ends the name of the role that only looks. */
const readSuffix = "-read";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestRoleName = 64;

/** Longest name that leaves room for the other role's. */
export const longestMemberRole = longestRoleName - readSuffix.length;

/** Path and name of the role, without a slash before them, as an ARN has them behind `:role/`. */
export function memberRoleName({ role }: Pick<MemberRole, "role">, doing: Doing): string {
  return doing === "act" ? role : `${role}${readSuffix}`;
}

export function memberRoleArn(
  memberRole: Pick<MemberRole, "role">,
  doing: Doing,
  { partition, account }: { readonly partition: string; readonly account: string },
): string {
  return `arn:${partition}:iam::${account}:role/${memberRoleName(memberRole, doing)}`;
}
