import type { Role, User } from "../identities/identity";
import { inventedId } from "../identities/identity";
import type { Directory } from "../identities/directory";
import type { IdentityKind } from "../identities/setup";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { Plan } from "../types";
import { pageFields, readPage } from "./paging";
import {
  checkFields,
  existingRole,
  existingUser,
  iamTime,
  identityNeed,
  noSuchEntity,
  optionalField,
  requiredField,
  requiredUserName,
} from "./requests";
import type { IamRequest } from "./requests";

/** What differs between the operations on users and those on roles. */
export interface IdentityForm {
  readonly kind: IdentityKind;
  readonly nameField: "UserName" | "RoleName";
  readonly existing: (request: IamRequest, name: string) => User | Role;
}

export const userForm: IdentityForm = { kind: "user", nameField: "UserName", existing: existingUser };
export const roleForm: IdentityForm = { kind: "role", nameField: "RoleName", existing: existingRole };

export function planGetUser(request: IamRequest): Plan {
  checkFields(request, ["UserName"]);
  const userName = requiredUserName(request);
  return {
    needs: [identityNeed(request, "user", userName)],
    run: () => {
      const user = existingUser(request, userName);
      return { User: { ...describe(user), UserName: user.name, UserId: user.id } };
    },
  };
}

export function planGetRole(request: IamRequest): Plan {
  checkFields(request, ["RoleName"]);
  const roleName = requiredField(request, "RoleName");
  return {
    needs: [identityNeed(request, "role", roleName)],
    run: () => {
      const role = existingRole(request, roleName);
      const AssumeRolePolicyDocument = urlEncoded(JSON.stringify(trustPolicy(role, request.directory)));
      const MaxSessionDuration = role.maxSessionSeconds;
      const RoleLastUsed = {};
      const names = { RoleName: role.name, RoleId: role.id };
      return { Role: { ...describe(role), ...names, AssumeRolePolicyDocument, MaxSessionDuration, RoleLastUsed } };
    },
  };
}

export function planListTags(request: IamRequest, form: IdentityForm): Plan {
  return planList(request, form, [], (identity, page) => {
    const { items, paging } = page(tagsOf(identity));
    return { Tags: items, ...paging };
  });
}

export function planListAttachedPolicies(request: IamRequest, form: IdentityForm): Plan {
  const prefix = optionalField(request, "PathPrefix") ?? "/";
  return planList(request, form, ["PathPrefix"], (identity, page) => {
    const policies = [...identity.attachedPolicies].map((arn) => ({
      PolicyName: arn.replace(/^.*\//, ""),
      PolicyArn: arn,
    }));
    const { items, paging } = page(policies.filter(({ PolicyArn }) => pathOf(PolicyArn).startsWith(prefix)));
    return { AttachedPolicies: items, ...paging };
  });
}

export function planListPolicies(request: IamRequest, form: IdentityForm): Plan {
  return planList(request, form, [], (identity, page) => {
    const { items, paging } = page([...identity.inlinePolicies.keys()].sort());
    return { PolicyNames: items, ...paging };
  });
}

export function planListGroupsForUser(request: IamRequest): Plan {
  return planList(request, userForm, [], (identity, page) => {
    const names = identity.kind === "user" ? [...identity.groups].sort() : [];
    const { items, paging } = page(names);
    const arnOf = (name: string) =>
      `arn:${partitionOfRegion(request.directory.region).name}:iam::${identity.accountId}:group/${name}`;
    const Groups = items.map((name) => ({
      Path: "/",
      GroupName: name,
      GroupId: inventedId("AGPA", arnOf(name)),
      Arn: arnOf(name),
      CreateDate: iamTime(identity.createdAtMs),
    }));
    return { Groups, ...paging };
  });
}

/** Groups are known by name alone, as their members name them: what they may do is not. */
export function planListAttachedGroupPolicies(request: IamRequest): Plan {
  checkFields(request, ["GroupName", "PathPrefix", ...pageFields]);
  const page = readPage(request);
  const name = requiredField(request, "GroupName");
  const { accountId, declaredAccountId, directory } = request;
  const partition = partitionOfRegion(directory.region).name;
  const resourceArn = `arn:${partition}:iam::${declaredAccountId}:group/${name}`;
  return {
    needs: [{ action: `iam:${request.operation}`, resourceArn }],
    run: () => {
      const isMember = directory.usersOf(accountId).some(({ groups }) => groups.has(name));
      if (!isMember) throw noSuchEntity(`The group with name ${name} cannot be found.`);
      const { items, paging } = page([]);
      return { AttachedPolicies: items, ...paging };
    },
  };
}

export function planListAccountAliases(request: IamRequest): Plan {
  checkFields(request, pageFields);
  const page = readPage(request);
  return {
    needs: [{ action: "iam:ListAccountAliases", resourceArn: "*" }],
    run: () => {
      const { items, paging } = page(request.directory.aliases.get(request.accountId) ?? []);
      return { AccountAliases: items, ...paging };
    },
  };
}

/** As IAM returns policy documents: encoded by RFC 3986. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function planList(
  request: IamRequest,
  { kind, nameField, existing }: IdentityForm,
  furtherFields: readonly string[],
  answer: (identity: User | Role, page: ReturnType<typeof readPage>) => object,
): Plan {
  checkFields(request, [nameField, ...furtherFields, ...pageFields]);
  const page = readPage(request);
  const name = requiredField(request, nameField);
  return { needs: [identityNeed(request, kind, name)], run: () => answer(existing(request, name), page) };
}

function describe(identity: User | Role) {
  const tags = tagsOf(identity);
  return {
    Path: identity.path,
    Arn: identity.arn,
    CreateDate: iamTime(identity.createdAtMs),
    ...(tags.length === 0 ? {} : { Tags: tags }),
  };
}

function tagsOf(identity: User | Role) {
  return [...identity.tags].map(([Key, Value]) => ({ Key, Value }));
}

/** The path of a managed policy: what stands between `policy` and the name. */
function pathOf(policyArn: string): string {
  return /:policy(\/(?:.*\/)?)[^/]+$/.exec(policyArn)?.[1] ?? "/";
}

function trustPolicy({ trust, accountId }: Role, { region }: Directory) {
  const partition = partitionOfRegion(region).name;
  const principals = trust?.principals ?? [`arn:${partition}:iam::${accountId}:root`];
  const StringEquals = {
    ...(trust?.externalId === undefined ? {} : { "sts:ExternalId": trust.externalId }),
    ...(trust?.organizationId === undefined ? {} : { "aws:PrincipalOrgID": trust.organizationId }),
  };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: trust === undefined ? "Deny" : "Allow",
        Principal: { AWS: principals },
        Action: "sts:AssumeRole",
        ...(Object.keys(StringEquals).length === 0 ? {} : { Condition: { StringEquals } }),
      },
    ],
  };
}
