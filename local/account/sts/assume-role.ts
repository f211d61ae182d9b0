import { authorise, type PolicyDocument } from "../authorise";
import { arnOfCaller } from "../identities/caller-arn";
import type { Role } from "../identities/identity";
import { inventedId } from "../identities/identity";
import { checkFields, constraint, iamTime, requiredField, validation } from "../iam/requests";
import type { IamRequest } from "../iam/requests";
import { ServiceError } from "../service-error";
import type { Caller, Plan } from "../types";

/** STS API Reference, AssumeRole: `DurationSeconds` 900 to the role's maximum, 3600 when not said. */
const SHORTEST_SESSION_SECONDS = 900;
const DEFAULT_SESSION_SECONDS = 3600;
/** A role that assumes another one ("role chaining") gets an hour at most. */
const LONGEST_CHAINED_SECONDS = 3600;
/** `RoleSessionName`: 2 to 64 of these. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Adds the credentials of a session, and says under which access key. */
export type OpenSession = (session: Caller, seed: string) => string;

/** Both sides have to allow it: the caller's own policies, and the trust of the role. */
export function planAssumeRole(request: IamRequest, caller: Caller, open: OpenSession): Plan {
  checkFields(request, ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId"]);
  const { nowMs } = request;
  const roleArn = requiredField(request, "RoleArn");
  const sessionName = readForm(request, "RoleSessionName", SESSION_NAME) ?? requiredField(request, "RoleSessionName");
  const externalId = readForm(request, "ExternalId", EXTERNAL_ID);
  const seconds = readSeconds(request);
  const [, accountId = "", roleName = ""] = ROLE_ARN.exec(roleArn) ?? [];
  const context = {
    "aws:ResourceAccount": [accountId],
    "sts:RoleSessionName": [sessionName],
    ...(externalId === undefined ? {} : { "sts:ExternalId": [externalId] }),
  };
  return {
    needs: [{ action: "sts:AssumeRole", resourceArn: roleArn, context, completePrefixes: ["sts:ExternalId"] }],
    run: () => {
      const role = request.directory.role(accountId, roleName);
      const { organizationId } = request.directory;
      if (role?.arn !== roleArn || !isTrusted(role, caller, { externalId, organizationId }))
        throw refuse(caller, roleArn);
      if (seconds > role.maxSessionSeconds) {
        throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
      }
      const expiresAtMs = nowMs + seconds * 1000;
      const policies = [...role.inlinePolicies.values()].map((text) => JSON.parse(text) as PolicyDocument);
      const session = { function: caller.function, roleArn, policies, session: { name: sessionName, expiresAtMs } };
      const accessKeyId = open(session, `${roleArn} ${sessionName} ${nowMs}`);
      return {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: "invented-for-the-local-run",
          SessionToken: inventedId("", accessKeyId),
          Expiration: iamTime(expiresAtMs),
        },
        AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: arnOfCaller(session) },
      };
    },
  };
}

/** A trust in an account's root is one in all its roles; here the caller's own policies have already allowed it. */
function isTrusted(
  { trust }: Role,
  caller: Caller,
  found: { readonly externalId: string | undefined; readonly organizationId: string | undefined },
): boolean {
  if (trust === undefined || (trust.externalId !== undefined && trust.externalId !== found.externalId)) return false;
  if (trust.organizationId !== undefined && trust.organizationId !== found.organizationId) return false;
  const root = caller.roleArn.replace(/:role\/.*$/, ":root");
  return trust.principals.some((principal) => principal === caller.roleArn || principal === root);
}

function refuse(caller: Caller, roleArn: string): ServiceError {
  const { reason } = authorise([], { action: "sts:AssumeRole", resourceArn: roleArn });
  const what = `is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  return new ServiceError("AccessDenied", `User: ${arnOfCaller(caller)} ${what} ${reason}`, { status: 403 });
}

function readForm({ input }: IamRequest, field: string, form: RegExp): string | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  if (typeof value === "string" && form.test(value)) return value;
  throw constraint(field, String(value), `Member must satisfy regular expression pattern: ${form.source}`);
}

function readSeconds({ input }: IamRequest): number {
  const text = input["DurationSeconds"];
  if (text === undefined) return DEFAULT_SESSION_SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < SHORTEST_SESSION_SECONDS) {
    const must = `Member must have value greater than or equal to ${SHORTEST_SESSION_SECONDS}`;
    throw constraint("DurationSeconds", String(text), must);
  }
  if (seconds > LONGEST_CHAINED_SECONDS) {
    throw validation(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  return seconds;
}
