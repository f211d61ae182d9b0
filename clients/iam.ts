import type { IAMClient } from "@aws-sdk/client-iam";

import { callLimits } from "./call-limits";
import type { Signer } from "./role-sessions";

type IamPackage = typeof import("@aws-sdk/client-iam");

/** IAM as one signer asks it. The client is loaded with the first call. */
export interface Iam {
  commands(): IamPackage;
  /** What the call gives; undefined where IAM knows nothing of that name. Throws what else IAM says. */
  unlessGone<Answer>(call: (client: IAMClient) => Promise<Answer>): Promise<Answer | undefined>;
}

export function iam(signer: Signer = {}): Iam {
  const kept: { client?: IAMClient } = {};
  const commands = () => require("@aws-sdk/client-iam") as IamPackage;
  return {
    commands,
    async unlessGone(call) {
      const client = (kept.client ??= new (commands().IAMClient)({ ...callLimits, ...signer }));
      try {
        return await call(client);
      } catch (error) {
        if ((error as { name?: unknown } | null)?.name === "NoSuchEntityException") return undefined;
        throw error;
      }
    },
  };
}
