import type { RefusalReason } from "./action";

export interface AccountReach {
  /** The account that the function runs in; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
  /** Accounts whose things may be changed; undefined: the function's own. */
  readonly accounts: readonly string[] | undefined;
  /** Whether other accounts have roles to act there; no roles where it is absent. */
  readonly hasRoles?: boolean | undefined;
}

/** Why nothing may be changed in the account; undefined where it may. Without roles other accounts than the function's own are told of only. */
export function refusalOfAccount(account: string | undefined, reach: AccountReach): RefusalReason | undefined {
  if (account === undefined || account === "") return "unknown-account";
  const { ownAccount, accounts = ownAccount === undefined ? [] : [ownAccount] } = reach;
  if (!accounts.includes(account)) return "account-not-listed";
  return account === ownAccount || reach.hasRoles === true ? undefined : "account-out-of-reach";
}
