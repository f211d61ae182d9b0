import type { Principal } from "../../clients/principals";
import { refusalOfAccount } from "../../core/actions/account-reach";
import type { RefusalReason, Subject } from "../../core/actions/action";
import { protectionOf } from "../../core/actions/protect";
import { quoted } from "../../core/keys/impact";
import type { Facts } from "../actions/responder";
import { askAtMost } from "./caution";
import { describe } from "./describe";
import { signalsOf } from "./look-at";
import { recentUse } from "./recent-use";
import type { SessionRequest } from "./session-request";
import { holderIn } from "./session-request";
import type { SessionParts } from "./session-responder";
import type { PolicyBefore } from "./undo-sessions";

/** Looks at the user or role of temporary credentials as it is now. Changes nothing; throws what IAM says. */
export async function lookAtSession(
  request: SessionRequest,
  policyName: string,
  parts: SessionParts,
  nowMs: number,
): Promise<Facts> {
  const { key } = request;
  const { settings, check, history } = parts;
  const subject = holderIn(request);
  if (subject === undefined) throw new Error("revoke-sessions: the report is of no session");
  const outOfReach = refusalOfAccount(subject.account, {
    ...parts.reach,
    hasRoles: parts.principalsIn !== undefined,
  });
  const [found, useOf, signals] = await Promise.all([
    outOfReach === undefined ? look(subject, parts) : undefined,
    recentUse(key, history, check, settings.quietForMs, nowMs),
    signalsOf(request, parts),
  ]);
  const use = await useOf(subject.account, parts.reach.ownAccount);
  const refusal = outOfReach ?? (found === undefined ? undefined : refusalOf(subject, found, request, parts));
  const isGone = outOfReach === undefined && found === undefined;
  const name = subject.id;
  const before: PolicyBefore =
    subject.kind === "role" ? { roleName: name, policyName } : { userName: name, policyName };
  const report = describe(request, { tags: found?.tags ?? {} }, use);
  return {
    subject,
    refusal,
    nothingToDo: isGone ? "gone" : undefined,
    doubt: signals === undefined ? "look-up-failed" : undefined,
    askAtMost: askAtMost(key, use, signals ?? [], { check, signalsToEnforce: settings.signalsToEnforce }, nowMs),
    signals: signals ?? [],
    ...(refusal === undefined && !isGone ? { before } : {}),
    report: { ...report, impact: [...consequence(subject), ...report.impact] },
  };
}

function look({ kind, id, account }: Subject, parts: SessionParts): Promise<Principal | undefined> {
  const isElsewhere = account !== undefined && account !== parts.reach.ownAccount;
  const principals = isElsewhere && parts.principalsIn !== undefined ? parts.principalsIn(account) : parts.principals;
  return kind === "role" ? principals.role(id) : principals.user(id);
}

/** Paths of roles that AWS alone changes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const serviceLinkedPath = "/aws-service-role/";
const singleSignOnPath = "/aws-reserved/sso.amazonaws.com/";

function refusalOf(
  subject: Subject,
  { id, arn, path, tags }: Principal,
  { key }: SessionRequest,
  { reach }: SessionParts,
): RefusalReason | undefined {
  const told = key.principalId?.split(":")[0];
  // A name can be given anew; the id is the one's alone that the credentials are of.
  if (told === undefined) return "unknown-owner";
  if (told !== id) return "owner-mismatch";
  if (path.startsWith(serviceLinkedPath)) return "service-linked";
  if (path.startsWith(singleSignOnPath)) return "single-sign-on";
  if (isDeploying(subject, arn, reach.deployingPrincipalArn)) return "deploying-principal";
  const names = [{ name: subject.id, arn }];
  const named = subject.kind === "role" ? { roles: names } : { users: names };
  return protectionOf({ ...named, keyIds: [key.accessKeyId], tags }, reach.protected) && "protected";
}

/** A session's ARN has the role's name without its path: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
function isDeploying({ kind, id, account }: Subject, arn: string, deployingArn: string): boolean {
  if (arn.toLowerCase() === deployingArn.toLowerCase()) return true;
  const [, ofAccount, role] = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(deployingArn) ?? [];
  return kind === "role" && account === ofAccount && role?.toLowerCase() === id.toLowerCase();
}

function consequence({ kind, id }: Subject): string[] {
  return kind === "role"
    ? [`Everybody who holds a session of ${quoted(id)} that was begun before loses it; new ones can be begun`]
    : [`Sessions of ${quoted(id)} that were begun before end; its keys and new sessions work on`];
}
