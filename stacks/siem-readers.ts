import type * as aws from "@pulumi/aws";

import type { WardenContext } from "./warden-context";

/** Those who may read what a SIEM is given to pull, as a policy names them; undefined where there is nobody, or nothing to pull. */
export function siemReaders({ configuration }: WardenContext): aws.iam.PolicyStatement["Principal"] {
  const { logFiles, readers } = configuration.siem;
  return logFiles && readers.length > 0 ? { AWS: [...readers] } : undefined;
}
