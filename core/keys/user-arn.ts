import type { NamedThing } from "../actions/protect";
import type { ProtectedSubject } from "../configuration/configuration";

/** Account and name in the ARN of an IAM user, whatever its path; undefined for any other text. */
function partsOf(arn: string): { readonly account: string; readonly name: string } | undefined {
  const [, account, name] = /^arn:aws[a-z-]*:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return account === undefined || name === undefined ? undefined : { account, name };
}

/** Whether the ARN is this user's. Names are unique in an account whatever the path and the case. */
export function isUserArn(arn: string, account: string, userName: string): boolean {
  const parts = partsOf(arn);
  return parts?.account === account && parts.name.toLowerCase() === userName.toLowerCase();
}

/** The user under every name that `protected` may have it by: IAM does not say the path together with the name. */
export function userNamesOf(
  protectedSubjects: readonly ProtectedSubject[],
  account: string,
  userName: string,
): readonly NamedThing[] {
  const arns = protectedSubjects.filter(({ kind, value }) => kind === "user" && isUserArn(value, account, userName));
  return [{ name: userName }, ...arns.map(({ value }) => ({ name: userName, arn: value }))];
}
