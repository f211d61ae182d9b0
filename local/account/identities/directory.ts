import type { Caller } from "../types";
import { applyChange } from "./changes";
import type { AccessKey, Role, User } from "./identity";
import { roleOf, setupOfRole, setupOfUser, userOf } from "./identity";
import type { IdentityChange, IdentityName, RoleSetup, UserSetup } from "./setup";

/** A key and the user whose it is. */
export interface OwnedKey {
  readonly user: User;
  readonly key: AccessKey;
}

/**
 * Users, roles and keys of every account that is known, as of the clock. History that was put takes effect when `at`
 * reaches it, so that nobody sees what has not happened yet.
 */
export class Directory {
  /** Aliases by account id. */
  readonly aliases = new Map<string, readonly string[]>();
  /** Organization that the declared callers are of. */
  organizationId: string | undefined;
  private readonly users = new Map<string, User>();
  private readonly roles = new Map<string, Role>();
  private readonly keyOwners = new Map<string, User>();
  /** Account of every key id that ever was, deleted ones too. */
  private readonly accountsOfKeys = new Map<string, string>();
  private changes: IdentityChange[] = [];
  private applied = 0;
  private homeAccountId: string | undefined;

  constructor(
    private readonly accountId: string,
    readonly region: string,
  ) {}

  /** The account that the declared callers act in. */
  get home(): string {
    return this.homeAccountId ?? this.accountId;
  }

  setHome(accountId: string): void {
    this.homeAccountId = accountId;
  }

  /** The ARN as policies name it that were declared for the account deployed into, which stands for the one seen. */
  declaredArn(arn: string): string {
    return arn.replace(`:${this.home}:`, `:${this.accountId}:`);
  }

  /** Lets everything happen that history has up to this time. */
  at(nowMs: number): this {
    for (let change = this.changes[this.applied]; change !== undefined; change = this.changes[this.applied]) {
      if (change.atMs > nowMs) break;
      this.applied += 1;
      applyChange(this, change);
    }
    return this;
  }

  addChanges(changes: readonly IdentityChange[]): void {
    this.changes = [...this.changes.slice(this.applied), ...changes].sort((one, other) => one.atMs - other.atMs);
    this.applied = 0;
  }

  putUser(setup: UserSetup): User {
    const user = userOf(setup, setup.accountId ?? this.home, this.region);
    this.removeUser(user);
    this.users.set(idOf(user), user);
    for (const key of user.keys.values()) this.own(user, key);
    return user;
  }

  putRole(setup: RoleSetup): Role {
    const role = roleOf(setup, setup.accountId ?? this.home, this.region);
    this.roles.set(idOf(role), role);
    return role;
  }

  addKey(user: User, key: AccessKey): void {
    user.keys.set(key.accessKeyId, key);
    this.own(user, key);
  }

  removeKey(accessKeyId: string): void {
    this.keyOwners.get(accessKeyId)?.keys.delete(accessKeyId);
    this.keyOwners.delete(accessKeyId);
  }

  removeUser({ accountId, name }: Pick<IdentityName, "accountId" | "name">): void {
    const user = this.user(accountId, name);
    if (user === undefined) return;
    for (const accessKeyId of user.keys.keys()) this.keyOwners.delete(accessKeyId);
    this.users.delete(idOf(user));
  }

  removeRole({ accountId, name }: Pick<IdentityName, "accountId" | "name">): void {
    this.roles.delete(idOf({ accountId, name }));
  }

  user(accountId: string, name: string): User | undefined {
    return this.users.get(idOf({ accountId, name }));
  }

  usersOf(accountId: string): readonly User[] {
    return [...this.users.values()].filter((user) => user.accountId === accountId);
  }

  role(accountId: string, name: string): Role | undefined {
    return this.roles.get(idOf({ accountId, name }));
  }

  /** The key, whatever account it belongs to. */
  key(accessKeyId: string): OwnedKey | undefined {
    const user = this.keyOwners.get(accessKeyId);
    const key = user?.keys.get(accessKeyId);
    return user === undefined || key === undefined ? undefined : { user, key };
  }

  /** Account that a key belongs to or belonged to; undefined for one that was never seen. */
  accountOfKey(accessKeyId: string): string | undefined {
    return this.accountsOfKeys.get(accessKeyId);
  }

  noteKey(accessKeyId: string, accountId: string): void {
    this.accountsOfKeys.set(accessKeyId, accountId);
  }

  /** Account that a caller acts in: its role's, where the declared callers' own is the one that they see as theirs. */
  accountOf(caller: Caller): string {
    const account = this.declaredAccountOf(caller);
    return account === this.accountId ? this.home : account;
  }

  /** Account that a caller's policies call its own: the one that they were declared in. */
  declaredAccountOf({ roleArn }: Caller): string {
    return roleArn.split(":")[4] || this.accountId;
  }

  /** Setups that make the same directory again, history to its end included. */
  save(): { readonly users: readonly UserSetup[]; readonly roles: readonly RoleSetup[] } {
    this.at(Number.POSITIVE_INFINITY);
    return {
      users: [...this.users.values()].map(setupOfUser),
      roles: [...this.roles.values()].map(setupOfRole),
    };
  }

  private own(user: User, { accessKeyId }: AccessKey): void {
    this.keyOwners.set(accessKeyId, user);
    this.noteKey(accessKeyId, user.accountId);
  }
}

function idOf({ accountId, name }: Pick<IdentityName, "accountId" | "name">): string {
  return `${accountId}/${name}`;
}
