import type { Mode } from "../../core/configuration/names";
import type { CountryRule } from "../../core/keys/country-check";
import type { DisableKeySettings } from "../../handlers/disable-key/settings";
import { actionSettings } from "./action-settings";

/** Settings of `disable-key` with the program's defaults, in one mode. */
export function keySettings({ rule, modes }: { readonly rule: CountryRule; readonly modes: Mode }): DisableKeySettings {
  return { ...actionSettings({ "disable-key": modes }), rule };
}
