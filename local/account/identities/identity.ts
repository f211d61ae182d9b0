import { createHash } from "node:crypto";

import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { IdentityKind, IdentityName, KeyStatus, KeyUse, RoleSetup, RoleTrust, UserSetup } from "./setup";

/** A key of a user, as it is now. */
export interface AccessKey {
  readonly accessKeyId: string;
  status: KeyStatus;
  readonly createdAtMs: number;
  readonly lastUsed: KeyUse | undefined;
}

interface Identity {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly tags: Map<string, string>;
  /** Policy name to JSON text. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attachedPolicies: Set<string>;
}

export interface User extends Identity {
  readonly kind: "user";
  /** By key id, in the order of their creation. */
  readonly keys: Map<string, AccessKey>;
  readonly groups: Set<string>;
}

export interface Role extends Identity {
  readonly kind: "role";
  readonly trust: RoleTrust | undefined;
  readonly maxSessionSeconds: number;
}

/** `CreateRole`: `MaxSessionDuration` is one hour unless said. */
const DEFAULT_SESSION_SECONDS = 3600;

export function userOf(setup: UserSetup, accountId: string, region: string): User {
  const createdAtMs = setup.createdAtMs ?? 0;
  const keys = (setup.keys ?? []).map((key): [string, AccessKey] => [
    key.accessKeyId,
    {
      accessKeyId: key.accessKeyId,
      status: key.status ?? "Active",
      createdAtMs: key.createdAtMs ?? createdAtMs,
      lastUsed: key.lastUsed,
    },
  ]);
  return {
    ...identityOf({ kind: "user", accountId, name: setup.name }, setup, region),
    kind: "user",
    keys: new Map(keys),
    groups: new Set(setup.groups ?? []),
  };
}

export function roleOf(setup: RoleSetup, accountId: string, region: string): Role {
  return {
    ...identityOf({ kind: "role", accountId, name: setup.name }, setup, region),
    kind: "role",
    trust: setup.trust,
    maxSessionSeconds: setup.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS,
  };
}

/** The setup that makes the same user again. */
export function setupOfUser(user: User): UserSetup {
  const keys = [...user.keys.values()].map(({ lastUsed, ...key }) => ({
    ...key,
    ...(lastUsed === undefined ? {} : { lastUsed }),
  }));
  return { ...setupOfIdentity(user), keys, groups: [...user.groups] };
}

/** The setup that makes the same role again. */
export function setupOfRole(role: Role): RoleSetup {
  const { trust, maxSessionSeconds } = role;
  return { ...setupOfIdentity(role), ...(trust === undefined ? {} : { trust }), maxSessionSeconds };
}

/** "IAM identifiers" in the IAM User Guide. */
export function arnOf({ kind, accountId, name }: IdentityName, path: string, region: string): string {
  return `arn:${partitionOfRegion(region).name}:iam::${accountId}:${kind}${path}${name}`;
}

/** An identifier of the right form that is the same in every run. "Unique identifiers" in the IAM User Guide. */
export function inventedId(prefix: string, seed: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const hash = createHash("sha256").update(`${prefix} ${seed}`).digest();
  return prefix + Array.from(hash.subarray(0, 16), (byte) => letters[byte % letters.length]).join("");
}

const ID_PREFIXES: Readonly<Record<IdentityKind, string>> = { user: "AIDA", role: "AROA" };

function identityOf(named: IdentityName, setup: UserSetup | RoleSetup, region: string): Identity {
  const path = setup.path ?? "/";
  const arn = arnOf(named, path, region);
  return {
    accountId: named.accountId,
    name: named.name,
    path,
    arn,
    id: setup.id ?? inventedId(ID_PREFIXES[named.kind], arn),
    createdAtMs: setup.createdAtMs ?? 0,
    tags: new Map(Object.entries(setup.tags ?? {})),
    inlinePolicies: new Map(Object.entries(setup.inlinePolicies ?? {})),
    attachedPolicies: new Set(setup.attachedPolicies ?? []),
  };
}

function setupOfIdentity({ accountId, name, path, id, createdAtMs, ...identity }: Identity) {
  return {
    accountId,
    name,
    path,
    id,
    createdAtMs,
    tags: Object.fromEntries(identity.tags),
    inlinePolicies: Object.fromEntries(identity.inlinePolicies),
    attachedPolicies: [...identity.attachedPolicies],
  };
}
