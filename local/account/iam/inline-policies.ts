import type { IdentityKind } from "../identities/setup";
import type { Role, User } from "../identities/identity";
import { ServiceError } from "../service-error";
import type { Plan } from "../types";
import type { IdentityForm } from "./identities";
import { urlEncoded } from "./identities";
import { checkPolicyDocument } from "./policy-documents";
import { checkFields, identityNeed, noSuchEntity, requiredField } from "./requests";
import type { IamRequest } from "./requests";

/** "IAM and AWS STS quotas": all inline policies of one identity together, white space not counted. */
const MOST_CHARACTERS: Readonly<Record<IdentityKind, number>> = { user: 2048, role: 10_240 };

/** Roles that only AWS changes: service-linked ones and those of IAM Identity Center. */
const PROTECTED_PATHS: readonly string[] = ["/aws-service-role/", "/aws-reserved/"];

export function planPutPolicy(request: IamRequest, form: IdentityForm): Plan {
  checkFields(request, [form.nameField, "PolicyName", "PolicyDocument"]);
  const document = requiredField(request, "PolicyDocument");
  return planOne(request, form, (identity, policyName) => {
    checkChangeable(identity);
    checkPolicyDocument(document);
    const others = [...identity.inlinePolicies].filter(([name]) => name !== policyName).map(([, text]) => text);
    const characters = [...others, document].reduce((sum, text) => sum + text.replace(/\s/g, "").length, 0);
    const most = MOST_CHARACTERS[form.kind];
    if (characters > most) {
      const message = `Maximum policy size of ${most} bytes exceeded for ${form.kind} ${identity.name}`;
      throw new ServiceError("LimitExceeded", message, { status: 409 });
    }
    identity.inlinePolicies.set(policyName, document);
    return {};
  });
}

export function planGetPolicy(request: IamRequest, form: IdentityForm): Plan {
  checkFields(request, [form.nameField, "PolicyName"]);
  return planOne(request, form, (identity, policyName) => {
    const document = identity.inlinePolicies.get(policyName);
    if (document === undefined) throw noSuchPolicy(form, policyName);
    return { [form.nameField]: identity.name, PolicyName: policyName, PolicyDocument: urlEncoded(document) };
  });
}

export function planDeletePolicy(request: IamRequest, form: IdentityForm): Plan {
  checkFields(request, [form.nameField, "PolicyName"]);
  return planOne(request, form, (identity, policyName) => {
    checkChangeable(identity);
    if (!identity.inlinePolicies.delete(policyName)) throw noSuchPolicy(form, policyName);
    return {};
  });
}

function planOne(
  request: IamRequest,
  { kind, nameField, existing }: IdentityForm,
  answer: (identity: User | Role, policyName: string) => object,
): Plan {
  const name = requiredField(request, nameField);
  const policyName = requiredField(request, "PolicyName");
  return { needs: [identityNeed(request, kind, name)], run: () => answer(existing(request, name), policyName) };
}

function checkChangeable(identity: User | Role): void {
  if (identity.kind === "user" || !PROTECTED_PATHS.some((path) => identity.path.startsWith(path))) return;
  const what = `Cannot perform the operation on the protected role '${identity.name}'`;
  throw new ServiceError("UnmodifiableEntity", `${what} - this role is only modifiable by AWS`);
}

function noSuchPolicy({ kind }: IdentityForm, policyName: string): ServiceError {
  return noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
}
