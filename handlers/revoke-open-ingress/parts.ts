import type { IngressMemory } from "../../clients/ingress-memory";
import type { InAccounts } from "../../clients/reach";
import type { SecurityGroups } from "../../clients/security-groups";
import type { Topic } from "../../clients/topic";
import type { RefusalReason } from "../../core/actions/action";
import { refusalOfAccount } from "../../core/actions/account-reach";
import type { RevokeOpenIngressSettings } from "./settings";

/** What looking at rules and taking them away works with. */
export interface IngressParts {
  readonly settings: RevokeOpenIngressSettings;
  /** Those of the account that is looked at: the function's own, where `inAccount` has not said another. */
  readonly groups: SecurityGroups;
  /** Those of other accounts, by the roles there; absent where there are no roles. */
  readonly groupsIn?: InAccounts<SecurityGroups> | undefined;
  readonly memory: IngressMemory;
  /** Takes what has to become a ticket. */
  readonly incidents: Topic;
  /** The account that the function runs in; undefined where it can't tell. */
  readonly ownAccount: string | undefined;
  /** The account whose groups `groups` are, where that is another one. */
  readonly actingAccount?: string | undefined;
}

/** The parts for things of this account, whose groups are then those that are looked at and changed. */
export function inAccount(account: string | undefined, parts: IngressParts): IngressParts {
  const { groupsIn, ownAccount } = parts;
  if (account === undefined || account === ownAccount || groupsIn === undefined) return parts;
  return { ...parts, groups: groupsIn(account), actingAccount: account };
}

/** Why groups of another account are not even looked at. */
export function refusalElsewhere(
  account: string | undefined,
  { ownAccount, settings, groupsIn }: Pick<IngressParts, "ownAccount" | "settings" | "groupsIn">,
): RefusalReason | undefined {
  if (account === undefined || account === ownAccount) return undefined;
  return refusalOfAccount(account, { ownAccount, accounts: settings.accounts, hasRoles: groupsIn !== undefined });
}
