import type { MemberRole } from "../members/role-names";
import { memberRoleName } from "../members/role-names";

/** The roles that functions take on in other accounts. Plain data, uploaded with the code. */
export interface MemberRoles extends Pick<MemberRole, "role"> {
  /** Accounts in which they are taken on: a role of the same name anywhere else is somebody else's. */
  readonly accounts: readonly string[];
}

export interface OwnRoles {
  /** Of the functions themselves. */
  readonly arns: ReadonlySet<string>;
  /** Absent where functions stay in their own account. */
  readonly members?: MemberRoles | undefined;
}

/**
 * ARNs of roles as short text, for an environment: all variables of a function together may take 4 KB, and these ARNs differ in
 * their last part alone. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function ownRolesText(arns: readonly string[]): string {
  const namesByPlace: Record<string, string[]> = {};
  for (const arn of [...new Set(arns)].sort()) {
    const nameAt = arn.lastIndexOf("/") + 1;
    (namesByPlace[arn.slice(0, nameAt)] ??= []).push(arn.slice(nameAt));
  }
  return JSON.stringify(namesByPlace);
}

/** The ARNs again. Throws for what `ownRolesText` has not made. */
export function ownRoleArnsIn(text: string): ReadonlySet<string> {
  const namesByPlace = JSON.parse(text) as Readonly<Record<string, readonly string[]>>;
  return new Set(Object.entries(namesByPlace).flatMap(([place, names]) => names.map((name) => place + name)));
}

/** Whether the role of this ARN is one that Warden's functions run or act under. Its name alone says nothing. */
export function isOwnRole(arn: string | undefined, { arns, members }: OwnRoles): boolean {
  if (arn === undefined) return false;
  return arns.has(arn) || (members !== undefined && isMemberRole(arn, members));
}

const roleForm = /^arn:[a-z-]+:iam::(\d{12}):role\/(.+)$/;

function isMemberRole(arn: string, members: MemberRoles): boolean {
  const [, account = "", name] = roleForm.exec(arn) ?? [];
  if (!members.accounts.includes(account)) return false;
  return name === memberRoleName(members, "read") || name === memberRoleName(members, "act");
}
