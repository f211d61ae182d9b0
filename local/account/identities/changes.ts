import type { Directory } from "./directory";
import type { Role, User } from "./identity";
import type { IdentityChange, IdentityName, KeySetup } from "./setup";

/** One change of history. What is there already is not made again, what is not there is not changed. */
export function applyChange(directory: Directory, change: IdentityChange): void {
  switch (change.change) {
    case "exists":
      return appear(directory, change.identity, change);
    case "gone":
      return change.identity.kind === "user"
        ? directory.removeUser(change.identity)
        : directory.removeRole(change.identity);
    case "key":
      return appearKey(directory, change.identity, change.key, change.atMs);
    case "key-status": {
      const owned = directory.key(change.accessKeyId);
      if (owned !== undefined) owned.key.status = change.status;
      return;
    }
    case "key-gone":
      return directory.removeKey(change.accessKeyId);
    default: {
      const identity = find(directory, change.identity);
      if (identity !== undefined) changeIdentity(identity, change);
    }
  }
}

type Existing = User | Role;

function find(directory: Directory, { kind, accountId, name }: IdentityName): Existing | undefined {
  return kind === "user" ? directory.user(accountId, name) : directory.role(accountId, name);
}

function appear(directory: Directory, identity: IdentityName, { atMs, path, id }: AppearingIdentity): void {
  if (find(directory, identity) !== undefined) return;
  const { kind, accountId, name } = identity;
  const setup = {
    accountId,
    name,
    createdAtMs: atMs,
    ...(path === undefined ? {} : { path }),
    ...(id === undefined ? {} : { id }),
  };
  if (kind === "user") directory.putUser(setup);
  else directory.putRole(setup);
}

type AppearingIdentity = Pick<IdentityChange & { change: "exists" }, "atMs" | "path" | "id">;

function appearKey(directory: Directory, { accountId, name }: IdentityName, key: KeySetup, atMs: number): void {
  const user = directory.user(accountId, name);
  if (user === undefined || directory.accountOfKey(key.accessKeyId) !== undefined) return;
  directory.addKey(user, {
    accessKeyId: key.accessKeyId,
    status: key.status ?? "Active",
    createdAtMs: key.createdAtMs ?? atMs,
    lastUsed: key.lastUsed,
  });
}

type ChangeOfExisting = Exclude<
  IdentityChange,
  { readonly change: "exists" | "gone" | "key" | "key-status" | "key-gone" }
>;

function changeIdentity(identity: Existing, change: ChangeOfExisting): void {
  switch (change.change) {
    case "tags":
      return Object.entries(change.tags).forEach(([key, value]) => identity.tags.set(key, value));
    case "tags-gone":
      return change.keys.forEach((key) => identity.tags.delete(key));
    case "attached":
      return void identity.attachedPolicies.add(change.policyArn);
    case "detached":
      return void identity.attachedPolicies.delete(change.policyArn);
    case "inline":
      return void identity.inlinePolicies.set(change.policy, change.document);
    case "inline-gone":
      return void identity.inlinePolicies.delete(change.policy);
    case "joined":
      return identity.kind === "user" ? void identity.groups.add(change.group) : undefined;
    case "left":
      return identity.kind === "user" ? void identity.groups.delete(change.group) : undefined;
  }
}
