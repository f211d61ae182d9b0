import type { CountryRule } from "../../core/keys/country-check";
import type { ActionEnvironment, ActionSettings } from "../actions/settings";

/** What `disable-key` is declared with. Plain data, uploaded with the code: no secret, no name of a resource. */
export interface DisableKeySettings extends ActionSettings {
  /** What tells a key's good use from other use. */
  readonly rule: CountryRule;
}

/** The environment that the function is declared with. */
export interface DisableKeyEnvironment extends ActionEnvironment {
  /** ARN of whoever deploys the stack, who must not be locked out by it. */
  readonly DEPLOYING_PRINCIPAL_ARN: string;
}
