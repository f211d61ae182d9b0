import type { RefusalReason } from "../actions/action";

/**
 * Prefixes of ids that stand for credentials:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
const longTermPrefix = "AKIA";
const temporaryPrefix = "ASIA";

/** What would have to be changed where the key itself can't be, or is not enough. */
export type Containment =
  /** Sessions of the IAM user, by a deny that is dated. */
  | "user-sessions"
  /** All sessions of the role, whoever holds them. */
  | "role-sessions"
  /** Sessions of the IAM user who issued the federated one. */
  | "issuer-sessions"
  /** The password, by a person. */
  | "console-access"
  /** The account's root user, by a person and at once. */
  | "root-user"
  /** The user's entry at the identity provider. */
  | "identity-provider"
  /** The policy of the resource that lets strangers in. */
  | "resource-policy"
  | "nothing";

/** What may become of a credential on its own: `mode` as far as the action's mode allows, `approve` never unasked. */
export type MostCautious = "mode" | "approve" | "notify" | "none";

export interface CredentialClass {
  /** Why the key can't be deactivated; undefined where it can. */
  readonly refusal: RefusalReason | undefined;
  readonly contain: Containment;
  readonly atMost: MostCautious;
}

export interface Credential {
  /** CloudTrail's `userIdentity.type`; undefined where the record has none. */
  readonly type: string | undefined;
  readonly accessKeyId: string | undefined;
  /** The service that acts on the caller's behalf. */
  readonly invokedBy?: string | undefined;
}

/**
 * What can be done about a credential. Only the long-term key of an IAM user can be deactivated:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
 */
export function classOfCredential({ type, accessKeyId, invokedBy }: Credential): CredentialClass {
  if (invokedBy !== undefined) return untouchable;
  switch (type) {
    case "IAMUser":
      return classOfUserKey(accessKeyId);
    case "AssumedRole":
      return { refusal: "temporary-credentials", contain: "role-sessions", atMost: "approve" };
    case "FederatedUser":
      return { refusal: "temporary-credentials", contain: "issuer-sessions", atMost: "approve" };
    case "Root":
      return { refusal: "root", contain: "root-user", atMost: "notify" };
    case "SAMLUser":
    case "WebIdentityUser":
    case "IdentityCenterUser":
      return { refusal: "not-a-user", contain: "identity-provider", atMost: "notify" };
    case "AWSAccount":
      return { refusal: "not-a-user", contain: "resource-policy", atMost: "notify" };
    default:
      return untouchable;
  }
}

const untouchable: CredentialClass = Object.freeze({ refusal: "not-a-user", contain: "nothing", atMost: "none" });

function classOfUserKey(accessKeyId: string | undefined): CredentialClass {
  if (accessKeyId === undefined || accessKeyId === "") {
    return { refusal: "not-an-access-key", contain: "console-access", atMost: "notify" };
  }
  const refusal = refusalOfKeyId(accessKeyId);
  return { refusal, contain: "user-sessions", atMost: "mode" };
}

/** Why a key of this id can't be deactivated whoever it belongs to; undefined for the id of a long-term key. */
export function refusalOfKeyId(accessKeyId: string): RefusalReason | undefined {
  if (accessKeyId.startsWith(temporaryPrefix)) return "temporary-credentials";
  return accessKeyId.startsWith(longTermPrefix) ? undefined : "not-an-access-key";
}
