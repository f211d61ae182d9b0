import { serviceHostIn } from "../../core/cloudtrail/partition";
import type { Need } from "./types";

/**
 * What a caller needs of a customer managed key, because the service uses the key in the caller's name
 * (AWS KMS Developer Guide, "kms:ViaService"). Nothing for a service's own key.
 */
export function keyNeeds(
  kmsKeyArn: string | undefined,
  actions: readonly string[],
  service: string,
  region: string,
): Need[] {
  if (kmsKeyArn === undefined) {
    return [];
  }
  const context = { "kms:ViaService": [serviceHostIn(service, region)] };
  return actions.map((action) => ({ action, resourceArn: kmsKeyArn, context }));
}
