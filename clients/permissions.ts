import type { IAMClient } from "@aws-sdk/client-iam";

import type { KeyWithUse, NamedPolicies } from "../core/findings/permissions";
import { callLimits } from "./call-limits";

/** What a user or role may do, by the names of its policies, and with which keys. Methods throw what IAM says. */
export interface Permissions {
  keysOf(userName: string): Promise<readonly KeyWithUse[]>;
  /** Names of policies that a user has itself, and of its groups. */
  ofUser(userName: string): Promise<NamedPolicies>;
  ofRole(roleName: string): Promise<NamedPolicies>;
}

/** A user is in at most ten groups. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostGroups = 10;

/** Loads the client with the first question. */
export function permissions(): Permissions {
  const kept: { iam?: IAMClient } = {};
  const iamPackage = () => require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const iam = () => (kept.iam ??= new (iamPackage().IAMClient)(callLimits));

  async function groupsOf(UserName: string): Promise<NamedPolicies["groups"]> {
    const { ListAttachedGroupPoliciesCommand, ListGroupsForUserCommand } = iamPackage();
    const { Groups } = await iam().send(new ListGroupsForUserCommand({ UserName }));
    const names = (Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []).slice(0, mostGroups);
    return Promise.all(
      names.map(async (name) => {
        const { AttachedPolicies } = await iam().send(new ListAttachedGroupPoliciesCommand({ GroupName: name }));
        return { name, attached: policyNames(AttachedPolicies) };
      }),
    );
  }

  return {
    async keysOf(UserName) {
      const { GetAccessKeyLastUsedCommand, ListAccessKeysCommand } = iamPackage();
      const { AccessKeyMetadata } = await iam().send(new ListAccessKeysCommand({ UserName }));
      return Promise.all(
        (AccessKeyMetadata ?? []).map(async ({ AccessKeyId = "", Status }) => {
          const { AccessKeyLastUsed: use } = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
          const key = { accessKeyId: AccessKeyId, isActive: Status !== "Inactive" };
          if (use?.LastUsedDate === undefined) return key;
          const { LastUsedDate, ServiceName: service = "unknown", Region: region = "unknown" } = use;
          return { ...key, lastUsed: { atMs: LastUsedDate.getTime(), service, region } };
        }),
      );
    },
    async ofUser(UserName) {
      const { ListAttachedUserPoliciesCommand, ListUserPoliciesCommand } = iamPackage();
      const [attached, inline, groups] = await Promise.all([
        iam().send(new ListAttachedUserPoliciesCommand({ UserName })),
        iam().send(new ListUserPoliciesCommand({ UserName })),
        groupsOf(UserName),
      ]);
      return { attached: policyNames(attached.AttachedPolicies), inline: inline.PolicyNames ?? [], groups };
    },
    async ofRole(RoleName) {
      const { ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } = iamPackage();
      const [attached, inline] = await Promise.all([
        iam().send(new ListAttachedRolePoliciesCommand({ RoleName })),
        iam().send(new ListRolePoliciesCommand({ RoleName })),
      ]);
      return { attached: policyNames(attached.AttachedPolicies), inline: inline.PolicyNames ?? [], groups: [] };
    },
  };
}

function policyNames(policies: readonly { readonly PolicyName?: string | undefined }[] = []): string[] {
  return policies.flatMap(({ PolicyName }) => PolicyName ?? []);
}
