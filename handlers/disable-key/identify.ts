import type { KeyAccess } from "../../clients/keys";
import type { InAccounts } from "../../clients/reach";
import { refusalOfAccount } from "../../core/actions/account-reach";
import type { RefusalReason, SkipReason } from "../../core/actions/action";
import { protectionOf } from "../../core/actions/protect";
import type { ProtectedSubject } from "../../core/configuration/configuration";
import { classOfCredential, refusalOfKeyId } from "../../core/keys/credential";
import { isUserArn, userNamesOf } from "../../core/keys/user-arn";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";

/** Whose key it is and whether it may be touched, by AWS's own word. */
export interface Identified {
  readonly account?: string;
  readonly userName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly refusal?: RefusalReason;
  readonly nothingToDo?: SkipReason;
}

export interface Reach {
  /** The account that the function runs in; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
  /** Accounts whose keys may be changed; undefined: the function's own. */
  readonly accounts: readonly string[] | undefined;
  /** Keys of other accounts, by the roles there; absent where there are none. */
  readonly keysIn?: InAccounts<KeyAccess> | undefined;
  readonly protected: readonly ProtectedSubject[];
  readonly deployingPrincipalArn: string;
}

/**
 * Finds out whose key it is: its form, its account (STS), its owner (IAM), and whether owner or key are protected. The first
 * finding that forbids a change ends the search. Changes nothing; throws what AWS says.
 */
export async function identify(key: SuspiciousKey, keys: KeyAccess, reach: Reach): Promise<Identified> {
  const { accessKeyId, principalType } = key;
  const refusal =
    principalType === undefined
      ? refusalOfKeyId(accessKeyId)
      : classOfCredential({ type: principalType, accessKeyId }).refusal;
  if (refusal !== undefined) return { refusal };

  const account = await keys.accountOf(accessKeyId);
  if (account === undefined) return { refusal: "unknown-account" };
  const outOfReach = refusalOfAccount(account, { ...reach, hasRoles: reach.keysIn !== undefined });
  if (outOfReach !== undefined) return { account, refusal: outOfReach };
  return { account, ...(await identifyOwner(key, account, keysOfAccount(account, keys, reach), reach)) };
}

/** The keys of an account: by the role there, or under the function's own. */
export function keysOfAccount<Keys extends Partial<KeyAccess>>(
  account: string | undefined,
  own: Keys,
  { ownAccount, keysIn }: Pick<Reach, "ownAccount" | "keysIn">,
): Keys | KeyAccess {
  return account === undefined || account === ownAccount || keysIn === undefined ? own : keysIn(account);
}

async function identifyOwner(
  { accessKeyId, userName: told }: SuspiciousKey,
  account: string,
  keys: KeyAccess,
  reach: Reach,
): Promise<Identified> {
  const owner = await keys.ownerOf(accessKeyId);
  if (owner.kind === "gone") return { nothingToDo: "gone" };
  if (owner.kind === "unseen") return (await isGoneFrom(told, accessKeyId, keys)) ?? { refusal: "unknown-owner" };
  const { userName } = owner;
  // IAM tells users apart without regard to case.
  if (told !== undefined && told.toLowerCase() !== userName.toLowerCase())
    return { userName, refusal: "owner-mismatch" };

  const listed = (await keys.keysOf(userName))?.find((one) => one.accessKeyId === accessKeyId);
  if (listed === undefined) return { userName, refusal: "unknown-owner" };
  const tags = await tagsOf(userName, keys, reach);
  const found = tags === undefined ? { userName } : { userName, tags };
  if (isUserArn(reach.deployingPrincipalArn, account, userName)) return { ...found, refusal: "deploying-principal" };
  const users = userNamesOf(reach.protected, account, userName);
  const protection = protectionOf({ users, keyIds: [accessKeyId], tags: tags ?? {} }, reach.protected);
  if (protection !== undefined) return { ...found, refusal: "protected" };
  return listed.isActive ? found : { ...found, nothingToDo: "already-so" };
}

/** A key that IAM shows no owner of is gone where the user whom the report names has it no more. */
async function isGoneFrom(
  told: string | undefined,
  accessKeyId: string,
  keys: KeyAccess,
): Promise<Identified | undefined> {
  if (told === undefined || !/^[\w+=,.@-]{1,64}$/.test(told)) return undefined;
  const listed = (await keys.keysOf(told))?.some((one) => one.accessKeyId === accessKeyId) ?? false;
  return listed ? undefined : { userName: told, nothingToDo: "gone" };
}

/** Tags decide only where a protected tag is named; for people alone they are not worth a failure. */
async function tagsOf(
  userName: string,
  keys: KeyAccess,
  reach: Reach,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return await keys.tagsOf(userName);
  } catch (error) {
    if (reach.protected.some(({ kind }) => kind === "tag")) throw error;
    return undefined;
  }
}
