import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { ServiceDefinition } from "../types";

export interface KeyPolicySetup {
  readonly arn: string;
  /** As JSON. */
  readonly policy: string;
}

declare module "../types" {
  interface AccountSetup {
    readonly keyPolicies?: readonly KeyPolicySetup[];
  }
}

const refusal = (message: string) => new ServiceError("ValidationException", message);

/** KMS, as far as reading a key's policy goes. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const service: ServiceDefinition = {
  name: "kms",
  protocol: jsonProtocol("1.1"),
  create: () => {
    const keys = new Map<string, string>();
    return {
      put: (resources) => resources.keyPolicies?.forEach(({ arn, policy }) => keys.set(arn, policy)),
      operations: {
        GetKeyPolicy: {
          writes: false,
          plan: (input) => {
            refuseOtherFields(input, "GetKeyPolicy", ["KeyId", "PolicyName"], refusal);
            const resourceArn = requiredText(input, "KeyId", refusal);
            return {
              needs: [{ action: "kms:GetKeyPolicy", resourceArn }],
              run: () => {
                const Policy = keys.get(resourceArn);
                if (Policy === undefined)
                  throw new ServiceError("NotFoundException", `Key '${resourceArn}' does not exist`);
                return { Policy, PolicyName: "default" };
              },
            };
          },
        },
      },
    };
  },
};
