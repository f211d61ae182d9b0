import { iam } from "./iam";
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
export function sessionHolders({ act }: Signers = {}): SessionHolders {
  const { commands, unlessGone } = iam(act);
  return {
    user: {
      async putPolicy(UserName, PolicyName, PolicyDocument) {
        const { PutUserPolicyCommand } = commands();
        const command = new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument });
        return (await unlessGone((client) => client.send(command))) !== undefined;
      },
      async policy(UserName, PolicyName) {
        const { GetUserPolicyCommand } = commands();
        return textOf(await unlessGone((client) => client.send(new GetUserPolicyCommand({ UserName, PolicyName }))));
      },
      async deletePolicy(UserName, PolicyName) {
        const { DeleteUserPolicyCommand } = commands();
        const command = new DeleteUserPolicyCommand({ UserName, PolicyName });
        return (await unlessGone((client) => client.send(command))) !== undefined;
      },
    },
    role: {
      async putPolicy(RoleName, PolicyName, PolicyDocument) {
        const { PutRolePolicyCommand } = commands();
        const command = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument });
        return (await unlessGone((client) => client.send(command))) !== undefined;
      },
      async policy(RoleName, PolicyName) {
        const { GetRolePolicyCommand } = commands();
        return textOf(await unlessGone((client) => client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
      },
      async deletePolicy(RoleName, PolicyName) {
        const { DeleteRolePolicyCommand } = commands();
        const command = new DeleteRolePolicyCommand({ RoleName, PolicyName });
        return (await unlessGone((client) => client.send(command))) !== undefined;
      },
    },
  };
}

/** IAM answers with documents percent-encoded. */
function textOf(answer: { readonly PolicyDocument?: string | undefined } | undefined): string | undefined {
  return answer?.PolicyDocument === undefined ? undefined : decodeURIComponent(answer.PolicyDocument);
}
