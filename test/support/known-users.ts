import type { KeyAccess, UserKey } from "../../clients/keys";

/** A user as a test tells of one. */
export interface KnownUser {
  readonly name: string;
  readonly account?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly keys: readonly UserKey[];
}

/** What was asked of IAM and STS, in order. */
export interface KnownUsers extends KeyAccess {
  readonly calls: string[];
  /** The status of each key by its id. */
  readonly active: Map<string, boolean>;
  readonly users: KnownUser[];
  /** Makes a method fail from now on. */
  fail(method: keyof KeyAccess, error: Error): void;
}

export const ownAccount = "111122223333";

/** IAM and STS as `KeyAccess` gives them, with users in memory. */
export function knownUsers(...told: readonly KnownUser[]): KnownUsers {
  const users = [...told];
  const calls: string[] = [];
  const active = new Map(users.flatMap(({ keys }) => keys.map((key) => [key.accessKeyId, key.isActive] as const)));
  const failures = new Map<keyof KeyAccess, Error>();
  const userOf = (keyId: string) => users.find(({ keys }) => keys.some(({ accessKeyId }) => accessKeyId === keyId));
  const named = (name: string) => users.find((user) => user.name.toLowerCase() === name.toLowerCase());
  const begin = (method: keyof KeyAccess) => {
    calls.push(method);
    const failure = failures.get(method);
    if (failure !== undefined) throw failure;
  };
  return {
    calls,
    active,
    users,
    fail: (method, error) => void failures.set(method, error),
    async accountOf(keyId) {
      begin("accountOf");
      const user = userOf(keyId);
      return user === undefined ? undefined : (user.account ?? ownAccount);
    },
    async ownerOf(keyId) {
      begin("ownerOf");
      const user = userOf(keyId);
      return user === undefined ? { kind: "gone" } : { kind: "user", userName: user.name };
    },
    async keysOf(userName) {
      begin("keysOf");
      return named(userName)?.keys.map((key) => ({ ...key, isActive: active.get(key.accessKeyId) ?? key.isActive }));
    },
    async tagsOf(userName) {
      begin("tagsOf");
      return named(userName)?.tags ?? {};
    },
    async setActive(userName, accessKeyId, isActive) {
      begin("setActive");
      if (named(userName)?.keys.some((key) => key.accessKeyId === accessKeyId) !== true) return false;
      active.set(accessKeyId, isActive);
      return true;
    },
  };
}
