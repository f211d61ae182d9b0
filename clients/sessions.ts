import type { IAMClient } from "@aws-sdk/client-iam";
import { callLimits } from "./call-limits";

/** Inline policies of users, by which sessions are ended. Methods throw what IAM says, but for what is named. */
export interface UserSessions {
  /** Attaches the policy; false where the user is gone. Doing it again replaces it by the same. */
  putPolicy(userName: string, policyName: string, document: string): Promise<boolean>;
  /** Text of the policy; undefined where user or policy is not there. */
  policy(userName: string, policyName: string): Promise<string | undefined>;
  /** False where user or policy is gone. */
  deletePolicy(userName: string, policyName: string): Promise<boolean>;
}

/** Loads the client with the first call. */
export function userSessions(): UserSessions {
  const kept: { iam?: IAMClient } = {};
  const iamPackage = () => require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const iam = () => (kept.iam ??= new (iamPackage().IAMClient)(callLimits));

  async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if ((error as { name?: unknown } | null)?.name === "NoSuchEntityException") return undefined;
      throw error;
    }
  }

  return {
    async putPolicy(userName, policyName, document) {
      const { PutUserPolicyCommand } = iamPackage();
      const input = { UserName: userName, PolicyName: policyName, PolicyDocument: document };
      return (await unlessGone(() => iam().send(new PutUserPolicyCommand(input)))) !== undefined;
    },
    async policy(userName, policyName) {
      const { GetUserPolicyCommand } = iamPackage();
      const input = { UserName: userName, PolicyName: policyName };
      const answer = await unlessGone(() => iam().send(new GetUserPolicyCommand(input)));
      // IAM answers with the document percent-encoded.
      return answer?.PolicyDocument === undefined ? undefined : decodeURIComponent(answer.PolicyDocument);
    },
    async deletePolicy(userName, policyName) {
      const { DeleteUserPolicyCommand } = iamPackage();
      const input = { UserName: userName, PolicyName: policyName };
      return (await unlessGone(() => iam().send(new DeleteUserPolicyCommand(input)))) !== undefined;
    },
  };
}
