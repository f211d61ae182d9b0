import "../identities/setup";
import { planGetAccessKeyLastUsed, planListAccessKeys, planUpdateAccessKey } from "../iam/access-keys";
import {
  planGetRole,
  planGetUser,
  planListAccountAliases,
  planListAttachedGroupPolicies,
  planListAttachedPolicies,
  planListGroupsForUser,
  planListPolicies,
  planListTags,
  roleForm,
  userForm,
} from "../iam/identities";
import { planDeletePolicy, planGetPolicy, planPutPolicy } from "../iam/inline-policies";
import { iamRequest, type IamRequest } from "../iam/requests";
import { queryProtocol } from "../protocols";
import type { Operation, Plan, ServiceDefinition } from "../types";

/**
 * IAM: users, roles, access keys and inline policies of every account that is known. Each caller sees its own account
 * alone, by `directory.accountOf`.
 */
export const service: ServiceDefinition = {
  name: "iam",
  protocol: queryProtocol("https://iam.amazonaws.com/doc/2010-05-08/"),
  create: ({ identities }) => {
    const operations = (writes: boolean, plans: Readonly<Record<string, (request: IamRequest) => Plan>>) =>
      Object.entries(plans).map(([operation, plan]): [string, Operation] => [
        operation,
        {
          writes,
          plan: (input, nowMs, caller) => plan(iamRequest(identities, { operation, input, nowMs, caller })),
        },
      ]);
    return {
      put: (resources) => {
        if (resources.identityAccountId !== undefined) identities.setHome(resources.identityAccountId);
        if (resources.organizationId !== undefined) identities.organizationId = resources.organizationId;
        resources.users?.forEach((user) => identities.putUser(user));
        resources.roles?.forEach((role) => identities.putRole(role));
        Object.entries(resources.accountAliases ?? {}).forEach(([id, aliases]) => identities.aliases.set(id, aliases));
        identities.addChanges(resources.identityChanges ?? []);
      },
      save: () => ({
        ...identities.save(),
        identityAccountId: identities.home,
        accountAliases: Object.fromEntries(identities.aliases),
      }),
      operations: Object.fromEntries([
        ...operations(false, {
          GetAccessKeyLastUsed: planGetAccessKeyLastUsed,
          ListAccessKeys: planListAccessKeys,
          GetUser: planGetUser,
          ListUserTags: (request) => planListTags(request, userForm),
          ListGroupsForUser: planListGroupsForUser,
          GetUserPolicy: (request) => planGetPolicy(request, userForm),
          ListUserPolicies: (request) => planListPolicies(request, userForm),
          ListAttachedUserPolicies: (request) => planListAttachedPolicies(request, userForm),
          GetRole: planGetRole,
          ListRoleTags: (request) => planListTags(request, roleForm),
          GetRolePolicy: (request) => planGetPolicy(request, roleForm),
          ListRolePolicies: (request) => planListPolicies(request, roleForm),
          ListAttachedGroupPolicies: planListAttachedGroupPolicies,
          ListAttachedRolePolicies: (request) => planListAttachedPolicies(request, roleForm),
          ListAccountAliases: planListAccountAliases,
        }),
        ...operations(true, {
          UpdateAccessKey: planUpdateAccessKey,
          PutUserPolicy: (request) => planPutPolicy(request, userForm),
          DeleteUserPolicy: (request) => planDeletePolicy(request, userForm),
          PutRolePolicy: (request) => planPutPolicy(request, roleForm),
          DeleteRolePolicy: (request) => planDeletePolicy(request, roleForm),
        }),
      ]),
    };
  },
};
