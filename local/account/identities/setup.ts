/** An access key of an IAM user. */
export interface KeySetup {
  readonly accessKeyId: string;
  /** `Active` when not said. */
  readonly status?: KeyStatus;
  readonly createdAtMs?: number;
  readonly lastUsed?: KeyUse;
}

export type KeyStatus = "Active" | "Inactive";

/** A use of a key, as `GetAccessKeyLastUsed` words it. */
export interface KeyUse {
  readonly atMs: number;
  /** Short name of the service, such as `s3`. */
  readonly service: string;
  readonly region: string;
}

/** What users and roles have in common. */
interface IdentitySetup {
  /** Account that it lives in; the one of the local account's own callers when not said. */
  readonly accountId?: string;
  readonly name: string;
  /** Begins and ends with a slash; `/` when not said. */
  readonly path?: string;
  /** `AIDA…` or `AROA…`; invented when not said, always the same one. */
  readonly id?: string;
  readonly createdAtMs?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Policy name to JSON text. */
  readonly inlinePolicies?: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[];
}

export interface UserSetup extends IdentitySetup {
  readonly keys?: readonly KeySetup[];
  /** Names of groups. */
  readonly groups?: readonly string[];
}

export interface RoleSetup extends IdentitySetup {
  /** Who may assume it; nobody here when not said. */
  readonly trust?: RoleTrust;
  /** Longest session; an hour when not said. */
  readonly maxSessionSeconds?: number;
}

/** The part of a role's trust policy that `AssumeRole` asks here. */
export interface RoleTrust {
  /** ARNs of roles, or of an account's root for everybody there whose own policies allow it. */
  readonly principals: readonly string[];
  /** What `sts:ExternalId` has to be. */
  readonly externalId?: string;
  /** What `aws:PrincipalOrgID` has to be. */
  readonly organizationId?: string;
}

export type IdentityKind = "user" | "role";

/** A user or role as changes name it. */
export interface IdentityName {
  readonly kind: IdentityKind;
  readonly accountId: string;
  readonly name: string;
}

/** One change of users, roles and keys in history: it holds from `atMs` on. What it is about and is not there is ignored. */
export type IdentityChange = { readonly atMs: number } & (
  | { readonly change: "exists"; readonly identity: IdentityName; readonly path?: string; readonly id?: string }
  | { readonly change: "gone"; readonly identity: IdentityName }
  | { readonly change: "key"; readonly identity: IdentityName; readonly key: KeySetup }
  | { readonly change: "key-status"; readonly accessKeyId: string; readonly status: KeyStatus }
  | { readonly change: "key-gone"; readonly accessKeyId: string }
  | { readonly change: "tags"; readonly identity: IdentityName; readonly tags: Readonly<Record<string, string>> }
  | { readonly change: "tags-gone"; readonly identity: IdentityName; readonly keys: readonly string[] }
  | { readonly change: "attached" | "detached"; readonly identity: IdentityName; readonly policyArn: string }
  | { readonly change: "inline"; readonly identity: IdentityName; readonly policy: string; readonly document: string }
  | { readonly change: "inline-gone"; readonly identity: IdentityName; readonly policy: string }
  | { readonly change: "joined" | "left"; readonly identity: IdentityName; readonly group: string }
);

declare module "../types" {
  interface AccountSetup {
    readonly users?: readonly UserSetup[];
    readonly roles?: readonly RoleSetup[];
    /**
     * Account whose users, roles and keys the functions see as those of their own account; in a replay the one that most
     * records come from. `accountId` when not said.
     */
    readonly identityAccountId?: string;
    /** Organization of the account that the callers were declared in; none when not said. */
    readonly organizationId?: string;
    /** Aliases by account id. */
    readonly accountAliases?: Readonly<Record<string, readonly string[]>>;
    /** Takes effect by the clock, in order of time. Added to what was put before and has not taken effect yet. */
    readonly identityChanges?: readonly IdentityChange[];
  }
}
