import { optionalText, refuseOtherFields } from "../input-fields";
import type { Directory } from "../identities/directory";
import { arnOf, type Role, type User } from "../identities/identity";
import type { IdentityKind } from "../identities/setup";
import { ServiceError } from "../service-error";
import type { Caller, Input, Need } from "../types";

/** What IAM calls a fault in the request's own form. */
export const validation = (message: string) => new ServiceError("ValidationError", message);

/** IAM API Reference, "Common errors": an entity that is not there is HTTP 404. */
export const noSuchEntity = (message: string) => new ServiceError("NoSuchEntity", message, { status: 404 });

/** A request as IAM's operations read it: by whom, when, and with the directory as of then. */
export interface IamRequest {
  readonly operation: string;
  readonly input: Input;
  readonly directory: Directory;
  readonly nowMs: number;
  /** Account that the caller acts in. */
  readonly accountId: string;
  /** What the caller's policies call this account. */
  readonly declaredAccountId: string;
}

interface FieldForm {
  readonly pattern: RegExp;
  readonly least: number;
  readonly most: number;
}

const name = (most: number): FieldForm => ({ pattern: /^[\w+=,.@-]+$/, least: 1, most });

/** Patterns and lengths of the IAM API Reference, by field. */
const FIELD_FORMS: Readonly<Record<string, FieldForm>> = {
  UserName: name(128),
  RoleName: name(64),
  GroupName: name(128),
  PolicyName: name(128),
  AccessKeyId: { pattern: /^\w+$/, least: 16, most: 128 },
  PolicyDocument: { pattern: /^[\t\n\r\u0020-\u00FF]+$/, least: 1, most: 131_072 },
  PathPrefix: { pattern: /^\/([!-~]*\/)?$/, least: 1, most: 512 },
  Marker: { pattern: /^[\u0020-\u00FF]+$/, least: 1, most: 320 },
};

/** Refuses parameters that the operation does not take. */
export function checkFields({ input, operation }: IamRequest, known: readonly string[]): void {
  refuseOtherFields(input, operation, known, validation);
}

/** A text of the form that IAM wants. Throws a ValidationError in IAM's words. */
export function requiredField(request: IamRequest, field: string): string {
  const value = optionalField(request, field);
  if (value === undefined) throw constraint(field, "null", "Member must not be null");
  return value;
}

export function optionalField({ input }: IamRequest, field: string): string | undefined {
  const value = optionalText(input, field, validation);
  const form = FIELD_FORMS[field];
  if (value === undefined || form === undefined) return value;
  if (value.length < form.least) {
    throw constraint(field, value, `Member must have length greater than or equal to ${form.least}`);
  }
  if (value.length > form.most) {
    throw constraint(field, value, `Member must have length less than or equal to ${form.most}`);
  }
  if (!form.pattern.test(value)) {
    throw constraint(field, value, `Member must satisfy regular expression pattern: ${form.pattern.source}`);
  }
  return value;
}

export function constraint(field: string, value: string, must: string): ServiceError {
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  const shown = value === "null" ? "Value" : `Value '${value.slice(0, 200)}'`;
  return validation(`1 validation error detected: ${shown} at '${member}' failed to satisfy constraint: ${must}`);
}

/** The user that the request names. A caller with temporary credentials is no user that could be meant instead. */
export function requiredUserName(request: IamRequest): string {
  const userName = optionalField(request, "UserName");
  if (userName === undefined) throw validation("Must specify userName when calling with non-User credentials");
  return userName;
}

/** "Actions, resources, and condition keys for AWS IAM": the resource of all operations here is the user or role. */
export function identityNeed(request: IamRequest, kind: IdentityKind, identityName: string): Need {
  const { directory, accountId, declaredAccountId } = request;
  const found = kind === "user" ? directory.user(accountId, identityName) : directory.role(accountId, identityName);
  const declared = { kind, accountId: declaredAccountId, name: identityName };
  const tags = [...(found?.tags ?? [])];
  const tagKeys = (prefix: string) => tags.map(([key, value]) => [`${prefix}${key}`, [value]] as const);
  return {
    action: `iam:${request.operation}`,
    resourceArn: arnOf(declared, found?.path ?? "/", directory.region),
    resourceName: `${kind} ${identityName}`,
    context: { "aws:ResourceAccount": [declaredAccountId], ...Object.fromEntries(TAG_PREFIXES.flatMap(tagKeys)) },
    completePrefixes: TAG_PREFIXES,
  };
}

/** Keys of conditions on the tags of the user or role; what is not tagged has no value for them. */
const TAG_PREFIXES: readonly string[] = ["aws:ResourceTag/", "iam:ResourceTag/"];

export function existingUser({ directory, accountId }: IamRequest, userName: string): User {
  const user = directory.user(accountId, userName);
  if (user === undefined) throw noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
}

export function existingRole({ directory, accountId }: IamRequest, roleName: string): Role {
  const role = directory.role(accountId, roleName);
  if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
}

/** A time as the query protocol writes it. */
export function iamTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Lets history happen up to the time of the call. */
export function iamRequest(
  directory: Directory,
  { operation, input, nowMs, caller }: { operation: string; input: Input; nowMs: number; caller: Caller },
): IamRequest {
  return {
    operation,
    input,
    nowMs,
    directory: directory.at(nowMs),
    accountId: directory.accountOf(caller),
    declaredAccountId: directory.declaredAccountOf(caller),
  };
}
