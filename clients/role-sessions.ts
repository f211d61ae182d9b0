import type { STSClient } from "@aws-sdk/client-sts";

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

export interface RoleSessionSettings {
  readonly externalId: Secret;
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

/** Opens sessions of roles by their ARN; each is kept for as long as it holds. Loads the client with the first one. */
export function roleSessions({
  externalId,
  sessionName,
}: RoleSessionSettings): (roleArn: string) => Promise<SessionCredentials> {
  const kept: { sts?: STSClient } = {};
  const sessions: Record<string, { readonly asked: Promise<SessionCredentials>; untilMs: number }> = {};

  async function assume(RoleArn: string): Promise<SessionCredentials> {
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
      throw unreachable(RoleArn, error as Error);
    }
  }

  return (roleArn) => {
    const found = sessions[roleArn];
    if (found !== undefined && Date.now() < found.untilMs) return found.asked;
    const asked = assume(roleArn);
    const begun = { asked, untilMs: Number.POSITIVE_INFINITY };
    sessions[roleArn] = begun;
    asked.then(
      ({ expiration }) => (begun.untilMs = expiration.getTime() - leastLeftMs),
      () => {
        if (sessions[roleArn] === begun) delete sessions[roleArn];
      },
    );
    return asked;
  };
}

/** STS's and Secrets Manager's words for what only people can mend. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const refusals: readonly string[] = Object.freeze([
  "AccessDenied",
  "AccessDeniedException",
  "RegionDisabledException",
  "ResourceNotFoundException",
]);

function unreachable(roleArn: string, cause: Error): Error {
  const error = new Error(`${roleArn} could not be assumed (${cause.name})`, { cause });
  return Object.assign(error, { name: outOfReach, account: roleArn.split(":")[4] ?? "" });
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
