import type { Doing, MemberRole } from "../core/members/role-names";
import { memberRoleArn } from "../core/members/role-names";
import type { RoleSessionSettings, Signer } from "./role-sessions";
import { roleSessions } from "./role-sessions";

/** Who signs what looks, and who signs what changes; the function's own role where nobody is named. */
export type Signers = Readonly<Partial<Record<Doing, Signer>>>;

/** The roles in other accounts. Sessions are kept for as long as they hold. */
export interface Reach {
  /** Nobody, which is the function's own role, in the function's own account. */
  signers(account: string): Signers;
  /** Makes sure of the role that changes; throws an error that `isOutOfReach` knows. */
  prepare(account: string): Promise<void>;
}

export interface ReachSettings extends RoleSessionSettings {
  readonly memberRole: Pick<MemberRole, "role">;
  readonly partition: string;
  /** The account that needs no role. */
  readonly ownAccount: string | undefined;
}

/** Loads the client with the first session. */
export function accountReach(settings: ReachSettings): Reach {
  const { memberRole, externalId, partition, ownAccount, sessionName } = settings;
  const open = roleSessions({ externalId, sessionName });
  const session = (account: string, doing: Doing) => open(memberRoleArn(memberRole, doing, { partition, account }));

  return {
    signers(account) {
      if (account === ownAccount) return {};
      const signer = (doing: Doing): Signer => ({ credentials: () => session(account, doing) });
      return { read: signer("read"), act: signer("act") };
    },
    async prepare(account) {
      if (account !== ownAccount) await session(account, "act");
    },
  };
}

/** An access to AWS for each account: the function's own, or by the roles of another one. */
export type InAccounts<Access> = (account: string | undefined) => Access;

/** Makes each access once. Where there are no roles, or the account is not known, it is that of the function's own account. */
export function inAccounts<Access>(make: (signers: Signers) => Access, reach: Reach | undefined): InAccounts<Access> {
  const made = new Map<string, Access>();
  return (account) => {
    const elsewhere = account === undefined || reach === undefined ? "" : account;
    const access = made.get(elsewhere) ?? make(elsewhere === "" ? {} : (reach?.signers(elsewhere) ?? {}));
    made.set(elsewhere, access);
    return access;
  };
}
