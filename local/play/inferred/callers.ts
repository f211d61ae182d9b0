import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import type { IdentityKind, IdentityName } from "../../account/identities/setup";

/** A user or role with what a record tells of it. */
export interface SeenIdentity {
  readonly identity: IdentityName;
  /** Absent where the record gives no ARN. */
  readonly path?: string;
  readonly id?: string;
}

/** ARNs of users and roles. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const identityArn = /^arn:[\w-]+:iam::(\d{12}):(user|role)(\/(?:[!-~]*\/)?)([\w+=,.@-]{1,64})$/;

/** Names of users and roles. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const identityName = /^[\w+=,.@-]{1,64}$/;

/** Whose call a record is, where that is a user or the session of a role. */
export interface RecordedCaller {
  /** Key id of a long-term key, else the ARN; whatever else the record has there. */
  readonly name: unknown;
  readonly longTermKeyId?: string;
  /** Undefined where the record does not tell it. */
  readonly identity: () => SeenIdentity | undefined;
}

/** Access key ids that begin so are long-term ones. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const longTermKeyId = /^AKIA\w{12,124}$/;

export function callerOf(record: CloudTrailRecord): RecordedCaller | undefined {
  const caller = record["userIdentity"];
  if (typeof caller !== "object" || caller === null) return undefined;
  const { type, accessKeyId, arn } = caller as Readonly<Record<string, unknown>>;
  if (type === "IAMUser") {
    const identity = () => userOfCaller(caller);
    return typeof accessKeyId === "string" && longTermKeyId.test(accessKeyId)
      ? { name: accessKeyId, longTermKeyId: accessKeyId, identity }
      : { name: arn, identity };
  }
  if (type !== "AssumedRole") return undefined;
  const name = textAt(caller, "sessionContext", "sessionIssuer", "arn");
  return name === undefined ? undefined : { name, identity: () => roleOfSession(caller) };
}

/** The user that an `IAMUser` is: by its ARN, by account and name where that is missing. */
export function userOfCaller(caller: unknown): SeenIdentity | undefined {
  const seen = identityOf("user", textAt(caller, "arn"), textAt(caller, "accountId"), textAt(caller, "userName"));
  return withId(seen, textAt(caller, "principalId"));
}

/** The role that a session is of. */
export function roleOfSession(caller: unknown): SeenIdentity | undefined {
  const field = (name: string) => textAt(caller, "sessionContext", "sessionIssuer", name);
  if (field("type") !== "Role") return undefined;
  return withId(identityOf("role", field("arn"), field("accountId"), field("userName")), field("principalId"));
}

/** Undefined where the account or the name is missing or could not be one. */
export function identityOf(
  kind: IdentityKind,
  arn: string | undefined,
  accountId: string | undefined,
  name: string | undefined,
): SeenIdentity | undefined {
  const [, arnAccount = "", arnKind, path = "/", arnName = ""] = identityArn.exec(arn ?? "") ?? [];
  if (arnKind === kind) return { identity: { kind, accountId: arnAccount, name: arnName }, path };
  if (accountId === undefined || name === undefined || !isAccountId(accountId) || !identityName.test(name)) {
    return undefined;
  }
  return { identity: { kind, accountId, name } };
}

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

function withId(seen: SeenIdentity | undefined, id: string | undefined): SeenIdentity | undefined {
  if (seen === undefined || id === undefined || !/^A(IDA|ROA)[A-Z0-9]{12,124}$/.test(id)) return seen;
  return { ...seen, id };
}
