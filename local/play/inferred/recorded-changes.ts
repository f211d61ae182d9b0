import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import type { IdentityChange, IdentityKind, IdentityName } from "../../account/identities/setup";
import type { SeenIdentity } from "./callers";
import { identityOf } from "./callers";

type WithoutTime<Change> = Change extends unknown ? Omit<Change, "atMs"> : never;

/** What a call of IAM changed; `named` is the user or role that its request names. */
type Change = (record: CloudTrailRecord, named: IdentityName) => WithoutTime<IdentityChange> | undefined;

interface RecordedCall {
  readonly kind: IdentityKind;
  /** Undefined for the calls that make the user or role itself. */
  readonly change: Change | undefined;
}

/** A change, and the user or role that has to be there for it. */
export interface RecordedChange {
  readonly identity: SeenIdentity | undefined;
  readonly change: IdentityChange;
}

const request = (record: CloudTrailRecord, field: string) => textAt(record, "requestParameters", field);

const put: Change = (record, identity) => {
  const [policy, document] = [request(record, "policyName"), request(record, "policyDocument")];
  return policy === undefined || document === undefined ? undefined : { change: "inline", identity, policy, document };
};

const deletePolicy: Change = (record, identity) => {
  const policy = request(record, "policyName");
  return policy === undefined ? undefined : { change: "inline-gone", identity, policy };
};

const attach =
  (change: "attached" | "detached"): Change =>
  (record, identity) => {
    const policyArn = request(record, "policyArn");
    return policyArn === undefined ? undefined : { change, identity, policyArn };
  };

const group =
  (change: "joined" | "left"): Change =>
  (record, identity) => {
    const name = request(record, "groupName");
    return name === undefined ? undefined : { change, identity, group: name };
  };

const tag: Change = (record, identity) => {
  const entries = listAt(record, "tags").map((each) => [textAt(each, "key"), textAt(each, "value") ?? ""]);
  return { change: "tags", identity, tags: Object.fromEntries(entries.filter(([key]) => key !== undefined)) };
};

const untag: Change = (record, identity) => ({
  change: "tags-gone",
  identity,
  keys: listAt(record, "tagKeys").filter((key) => typeof key === "string"),
});

const createKey: Change = (record, identity) => {
  const accessKeyId = textAt(record, "responseElements", "accessKey", "accessKeyId");
  return accessKeyId === undefined ? undefined : { change: "key", identity, key: { accessKeyId } };
};

const updateKey: Change = (record) => {
  const [accessKeyId, status] = [request(record, "accessKeyId"), request(record, "status")];
  if (accessKeyId === undefined || (status !== "Active" && status !== "Inactive")) return undefined;
  return { change: "key-status", accessKeyId, status };
};

const deleteKey: Change = (record) => {
  const accessKeyId = request(record, "accessKeyId");
  return accessKeyId === undefined ? undefined : { change: "key-gone", accessKeyId };
};

const remove: Change = (_, identity) => ({ change: "gone", identity });

/** By `eventName`. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export const identityCalls: ReadonlyMap<string, RecordedCall> = new Map<string, RecordedCall>([
  ["CreateUser", { kind: "user", change: undefined }],
  ["DeleteUser", { kind: "user", change: remove }],
  ["CreateAccessKey", { kind: "user", change: createKey }],
  ["UpdateAccessKey", { kind: "user", change: updateKey }],
  ["DeleteAccessKey", { kind: "user", change: deleteKey }],
  ["TagUser", { kind: "user", change: tag }],
  ["UntagUser", { kind: "user", change: untag }],
  ["AttachUserPolicy", { kind: "user", change: attach("attached") }],
  ["DetachUserPolicy", { kind: "user", change: attach("detached") }],
  ["PutUserPolicy", { kind: "user", change: put }],
  ["DeleteUserPolicy", { kind: "user", change: deletePolicy }],
  ["AddUserToGroup", { kind: "user", change: group("joined") }],
  ["RemoveUserFromGroup", { kind: "user", change: group("left") }],
  ["CreateRole", { kind: "role", change: undefined }],
  ["DeleteRole", { kind: "role", change: remove }],
  ["TagRole", { kind: "role", change: tag }],
  ["UntagRole", { kind: "role", change: untag }],
  ["AttachRolePolicy", { kind: "role", change: attach("attached") }],
  ["DetachRolePolicy", { kind: "role", change: attach("detached") }],
  ["PutRolePolicy", { kind: "role", change: put }],
  ["DeleteRolePolicy", { kind: "role", change: deletePolicy }],
]);

/** The change of users, roles or keys that a successful call of IAM made; undefined for every other one. */
export function recordedChange(record: CloudTrailRecord, atMs: number): RecordedChange | undefined {
  const call = identityCalls.get(textAt(record, "eventName") ?? "");
  if (call === undefined) return undefined;
  const { kind, change } = call;
  if (change === undefined) return created(record, kind, atMs);
  const identity = namedIdentity(record, kind);
  const changed = identity === undefined ? undefined : change(record, identity.identity);
  return changed === undefined ? undefined : { identity, change: { ...changed, atMs } };
}

function created(record: CloudTrailRecord, kind: IdentityKind, atMs: number): RecordedChange | undefined {
  const field = (name: string) => textAt(record, "responseElements", kind, name);
  const seen = identityOf(kind, field("arn"), accountOf(record), field(`${kind}Name`));
  return seen === undefined ? undefined : { identity: undefined, change: { change: "exists", atMs, ...seen } };
}

/** The user or role of the request; who names no user means the caller. */
function namedIdentity(record: CloudTrailRecord, kind: IdentityKind): SeenIdentity | undefined {
  const named = request(record, `${kind}Name`) ?? textAt(record, "responseElements", "accessKey", "userName");
  if (named !== undefined) return identityOf(kind, undefined, accountOf(record), named);
  const caller = valueAt(record, "userIdentity");
  const isUser = kind === "user" && textAt(caller, "type") === "IAMUser";
  return isUser ? identityOf("user", textAt(caller, "arn"), accountOf(record), textAt(caller, "userName")) : undefined;
}

function accountOf(record: CloudTrailRecord): string | undefined {
  return textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId");
}

function listAt(record: CloudTrailRecord, field: string): readonly unknown[] {
  const value = valueAt(record, "requestParameters", field);
  return Array.isArray(value) ? value : [];
}
