import type { STSClient } from "@aws-sdk/client-sts";

import { partitionOfRegion } from "../../core/cloudtrail/partition";
import type { DoctorPlace } from "../../core/doctor/facts";
import { callLimits } from "../call-limits";

/** How a client of AWS is made that asks for somebody. */
export interface ClientOptions {
  readonly maxAttempts: number;
  readonly requestHandler: typeof callLimits.requestHandler;
  readonly region: string;
  readonly credentials: STSClient["config"]["credentials"];
}

/** Whoever asks, by the caller's own credentials, which are looked for once. */
export interface Asker {
  readonly region: string;
  /** For the region of the stack, or for another. */
  options(region?: string): ClientOptions;
  /** Who asks. Throws what STS says, or that there are no credentials. */
  place(): Promise<DoctorPlace>;
}

/** Asks for a region, by a profile of the AWS configuration or by what the SDK finds. */
export function askerFor({
  region,
  profile,
}: {
  readonly region: string;
  readonly profile?: string | undefined;
}): Asker {
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { GetCallerIdentityCommand, STSClient } =
    require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const sts = new STSClient({ ...callLimits, region, ...(profile === undefined ? {} : { profile }) });
  return {
    region,
    options: (other = region) => ({ ...callLimits, region: other, credentials: sts.config.credentials }),
    async place() {
      const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
      return { accountId: Account, region, partition: partitionOfRegion(region).name, caller: Arn };
    },
  };
}
