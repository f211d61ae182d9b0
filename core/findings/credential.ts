import type { RefusalReason, Subject } from "../actions/action";
import type { ActionName } from "../configuration/names";
import { classOfCredential, refusalOfKeyId } from "../keys/credential";
import type { FindingActor } from "./actors";

/** What can be done about a credential that a finding names. */
export type FindingCredential =
  | { readonly kind: "user-key"; readonly action: "disable-key"; readonly accessKeyId: string }
  /** Sessions of a user, or of a role, whose temporary credentials the finding names. */
  | {
      readonly kind: "user-session" | "role-session";
      readonly action: "revoke-sessions";
      readonly accessKeyId: string;
      readonly userName: string;
    }
  | { readonly kind: "root" | "other"; readonly action: ActionName; readonly refusal: RefusalReason };

/** GuardDuty's `userType` where it differs from CloudTrail's: a role's session is either. */
const sessionTypes: readonly (string | undefined)[] = Object.freeze(["AssumedRole", "Role"]);

const accessKeyForm = /^[A-Z]{4}[A-Z0-9]{12,124}$/;

/** Sorts a credential by its own form and the type that GuardDuty gives. */
export function credentialOf({ accessKeyId, userType, userName }: FindingActor): FindingCredential {
  if (userType === "Root") return { kind: "root", action: "disable-key", refusal: "root" };
  if (accessKeyId === undefined || !accessKeyForm.test(accessKeyId)) {
    return { kind: "other", action: "disable-key", refusal: "not-an-access-key" };
  }
  const keyRefusal = refusalOfKeyId(accessKeyId);
  if (keyRefusal === undefined && (userType === undefined || userType === "IAMUser")) {
    return { kind: "user-key", action: "disable-key", accessKeyId };
  }
  if (keyRefusal === "temporary-credentials" && userName !== undefined) {
    const session = { action: "revoke-sessions", accessKeyId, userName } as const;
    if (userType === "IAMUser") return { kind: "user-session", ...session };
    if (sessionTypes.includes(userType)) return { kind: "role-session", ...session };
  }
  const refusal = classOfCredential({ type: userType, accessKeyId }).refusal ?? keyRefusal ?? "not-a-user";
  return { kind: "other", action: "disable-key", refusal };
}

/** What a decision about the credential is about. */
export function subjectOf(actor: FindingActor, credential: FindingCredential): Subject {
  const { account } = actor;
  if (credential.kind === "role-session") return { kind: "role", id: credential.userName, account };
  if (credential.kind === "user-session") return { kind: "user", id: credential.userName, account };
  if (actor.accessKeyId !== undefined) return { kind: "key", id: actor.accessKeyId, account };
  return { kind: "user", id: actor.userName ?? actor.userType ?? "unknown", account };
}
