import type { STSClient } from "@aws-sdk/client-sts";

import type { Doing, MemberRole } from "../core/members/role-names";
import { memberRoleArn } from "../core/members/role-names";
import { callLimits } from "./call-limits";
import type { Secret } from "./secret";

/** Credentials of a role's session, as clients of AWS take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What a client of AWS is made with so that a role signs; without credentials it is the function's own. */
export interface Signer {
  readonly credentials?: () => Promise<SessionCredentials>;
}

/** Who signs what looks, and who signs what changes; the function's own role where nobody is named. */
export type Signers = Readonly<Partial<Record<Doing, Signer>>>;

/** The roles in other accounts. Sessions are kept for as long as they hold. */
export interface Reach {
  /** Nobody, which is the function's own role, in the function's own account. */
  signers(account: string): Signers;
  /** Makes sure of the role that changes; throws an error that `isOutOfReach` knows. */
  prepare(account: string): Promise<void>;
}

export interface ReachSettings {
  readonly memberRole: Pick<MemberRole, "role">;
  readonly externalId: Secret;
  readonly partition: string;
  /** The account that needs no role. */
  readonly ownAccount: string | undefined;
  /** Names the function in the other account's trail; STS takes 2 to 64 of letters, digits and _+=,.@- */
  readonly sessionName: string;
}

/** Clients ask anew five minutes before credentials end, so what they get must hold for longer. */
const leastLeftMs = 360_000;

const outOfReach = "AccountOutOfReach";

/** Whether an account's role could not be assumed: it is missing, trusts others, or the external id is not to be had. */
export function isOutOfReach(error: unknown): error is Error & { readonly account: string } {
  return (error as { name?: unknown } | null)?.name === outOfReach;
}

/** Loads the client with the first session. */
export function accountReach(settings: ReachSettings): Reach {
  const { memberRole, externalId, partition, ownAccount, sessionName } = settings;
  const kept: { sts?: STSClient } = {};
  const sessions: Record<string, { readonly asked: Promise<SessionCredentials>; untilMs: number }> = {};

  async function assume(account: string, RoleArn: string): Promise<SessionCredentials> {
    const { AssumeRoleCommand, STSClient } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
    kept.sts ??= new STSClient(callLimits);
    try {
      const ExternalId = await externalId.value(Date.now());
      const input = { RoleArn, RoleSessionName: sessionName, ExternalId };
      const { Credentials } = await kept.sts.send(new AssumeRoleCommand(input));
      return sessionOf(Credentials);
    } catch (error) {
      if (!refusals.includes(String((error as { name?: unknown } | null)?.name))) throw error;
      // An external id that was changed meanwhile is read anew.
      externalId.forget();
      throw unreachable(account, RoleArn, error as Error);
    }
  }

  function session(account: string, doing: Doing): Promise<SessionCredentials> {
    const roleArn = memberRoleArn(memberRole, doing, { partition, account });
    const found = sessions[roleArn];
    if (found !== undefined && Date.now() < found.untilMs) return found.asked;
    const asked = assume(account, roleArn);
    const begun = { asked, untilMs: Number.POSITIVE_INFINITY };
    sessions[roleArn] = begun;
    asked.then(
      ({ expiration }) => (begun.untilMs = expiration.getTime() - leastLeftMs),
      () => {
        if (sessions[roleArn] === begun) delete sessions[roleArn];
      },
    );
    return asked;
  }

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
  const made: Record<string, Access> = {};
  return (account) => {
    const elsewhere = account === undefined || reach === undefined ? "" : account;
    return (made[elsewhere] ??= make(elsewhere === "" ? {} : (reach?.signers(elsewhere) ?? {})));
  };
}

/** STS's and Secrets Manager's words for what only people can mend. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const refusals: readonly string[] = Object.freeze([
  "AccessDenied",
  "AccessDeniedException",
  "RegionDisabledException",
  "ResourceNotFoundException",
]);

function unreachable(account: string, roleArn: string, cause: Error): Error {
  const error = new Error(`${roleArn} could not be assumed (${cause.name})`, { cause });
  return Object.assign(error, { name: outOfReach, account });
}

function sessionOf(
  given:
    | {
        readonly AccessKeyId: string | undefined;
        readonly SecretAccessKey: string | undefined;
        readonly SessionToken: string | undefined;
        readonly Expiration: Date | undefined;
      }
    | undefined,
): SessionCredentials {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
  const expiration = given?.Expiration;
  if (!accessKeyId || !secretAccessKey || !sessionToken || expiration === undefined)
    throw new Error("STS answered without credentials");
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}
