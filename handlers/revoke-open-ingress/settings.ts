import type { AllowedIngress } from "../../core/ingress/rule";
import type { ActionEnvironment, ActionSettings } from "../actions/settings";

/** What `revoke-open-ingress` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface RevokeOpenIngressSettings extends ActionSettings {
  readonly allowed: AllowedIngress;
  /** Ids of groups and VPCs that are left open. */
  readonly exempt: { readonly groups: readonly string[]; readonly vpcs: readonly string[] };
  /** Regions that are looked through; undefined: the function's own and that of global services. */
  readonly regions?: readonly string[] | undefined;
}

/** The environment that the function is declared with. */
export interface RevokeOpenIngressEnvironment extends ActionEnvironment {
  readonly INCIDENTS_TOPIC_ARN: string;
}
