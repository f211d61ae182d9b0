import { createHash } from "node:crypto";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { keyNeeds } from "../encryption";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Input, Plan, ServiceDefinition } from "../types";

export interface SecretSetup {
  /** The complete ARN with its six-character suffix. */
  readonly arn: string;
  readonly name: string;
  readonly value: string;
  /** Customer managed key; a reader then needs `kms:Decrypt` on it. */
  readonly kmsKeyArn?: string;
}

declare module "../types" {
  interface AccountSetup {
    readonly secrets?: readonly SecretSetup[];
  }
}

const refusal = (message: string) => new ServiceError("InvalidParameterException", message);

/** Secrets Manager: `GetSecretValue` of the current version. */
export const service: ServiceDefinition = {
  name: "secretsmanager",
  protocol: jsonProtocol("1.1"),
  create: (account) => {
    const secrets = new Map<string, SecretSetup>();
    return {
      put: (resources) => resources.secrets?.forEach((secret) => secrets.set(secret.arn, secret)),
      operations: {
        GetSecretValue: { writes: false, plan: (input) => planGetSecretValue(input, account, [...secrets.values()]) },
      },
    };
  },
};

function planGetSecretValue(input: Input, account: AccountView, secrets: readonly SecretSetup[]): Plan {
  refuseOtherFields(input, "GetSecretValue", ["SecretId", "VersionStage"], refusal);
  const id = requiredText(input, "SecretId", refusal);
  const stage = input["VersionStage"] ?? "AWSCURRENT";
  const secret = secrets.find((each) => each.arn === id || each.name === id || isPartialArn(id, each.arn));
  const prefix = `arn:${partitionOfRegion(account.region).name}:secretsmanager:${account.region}:${account.accountId}:secret:`;
  const resourceArn = secret?.arn ?? (id.startsWith("arn:") ? id : `${prefix}${id}`);
  return {
    needs: [
      { action: "secretsmanager:GetSecretValue", resourceArn },
      ...keyNeeds(secret?.kmsKeyArn, ["kms:Decrypt"], "secretsmanager", account.region),
    ],
    run: (call) => {
      if (secret === undefined || stage !== "AWSCURRENT") {
        throw new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      }
      const VersionId = versionOf(secret);
      const CreatedDate = Math.floor(call.nowMs / 1000);
      const { arn: ARN, name: Name, value: SecretString } = secret;
      return { ARN, Name, VersionId, SecretString, VersionStages: ["AWSCURRENT"], CreatedDate };
    },
  };
}

/** Secrets Manager also takes an ARN without the hyphen and six characters that it adds to a name. */
function isPartialArn(id: string, arn: string): boolean {
  return id.startsWith("arn:") && arn.startsWith(`${id}-`) && arn.length === id.length + 7;
}

/** The same value always gets the same version id, so that two runs print the same. */
function versionOf(secret: SecretSetup): string {
  const hex = createHash("sha256").update(secret.arn).update(secret.value).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
