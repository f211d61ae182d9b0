import type { IAMClient } from "@aws-sdk/client-iam";
import { callLimits } from "./call-limits";
import type { Signers } from "./reach";

/** Inline policies of users, or of roles, by which sessions are ended. Methods throw what IAM says, but for what is named. */
export interface SessionPolicies {
  /** Attaches the policy; false where the user or role is gone. Doing it again replaces it by the same. */
  putPolicy(holder: string, policyName: string, document: string): Promise<boolean>;
  /** Text of the policy; undefined where it or its holder is not there. */
  policy(holder: string, policyName: string): Promise<string | undefined>;
  /** False where it or its holder is gone. */
  deletePolicy(holder: string, policyName: string): Promise<boolean>;
}

/** Whose sessions can be ended. */
export interface SessionHolders {
  readonly user: SessionPolicies;
  readonly role: SessionPolicies;
}

/** Loads the client with the first call. */
export function sessionHolders({ act = {} }: Signers = {}): SessionHolders {
  const kept: { iam?: IAMClient } = {};
  const iamPackage = () => require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const iam = () => (kept.iam ??= new (iamPackage().IAMClient)({ ...callLimits, ...act }));

  async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if ((error as { name?: unknown } | null)?.name === "NoSuchEntityException") return undefined;
      throw error;
    }
  }

  return {
    user: {
      async putPolicy(UserName, PolicyName, PolicyDocument) {
        const { PutUserPolicyCommand } = iamPackage();
        const command = new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument });
        return (await unlessGone(() => iam().send(command))) !== undefined;
      },
      async policy(UserName, PolicyName) {
        const { GetUserPolicyCommand } = iamPackage();
        return textOf(await unlessGone(() => iam().send(new GetUserPolicyCommand({ UserName, PolicyName }))));
      },
      async deletePolicy(UserName, PolicyName) {
        const { DeleteUserPolicyCommand } = iamPackage();
        const command = new DeleteUserPolicyCommand({ UserName, PolicyName });
        return (await unlessGone(() => iam().send(command))) !== undefined;
      },
    },
    role: {
      async putPolicy(RoleName, PolicyName, PolicyDocument) {
        const { PutRolePolicyCommand } = iamPackage();
        const command = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument });
        return (await unlessGone(() => iam().send(command))) !== undefined;
      },
      async policy(RoleName, PolicyName) {
        const { GetRolePolicyCommand } = iamPackage();
        return textOf(await unlessGone(() => iam().send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
      },
      async deletePolicy(RoleName, PolicyName) {
        const { DeleteRolePolicyCommand } = iamPackage();
        const command = new DeleteRolePolicyCommand({ RoleName, PolicyName });
        return (await unlessGone(() => iam().send(command))) !== undefined;
      },
    },
  };
}

/** IAM answers with documents percent-encoded. */
function textOf(answer: { readonly PolicyDocument?: string | undefined } | undefined): string | undefined {
  return answer?.PolicyDocument === undefined ? undefined : decodeURIComponent(answer.PolicyDocument);
}
