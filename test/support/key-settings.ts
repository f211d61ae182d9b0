import type { Mode } from "../../core/configuration/names";
import type { CountryRule } from "../../core/keys/country-check";
import type { DisableKeySettings } from "../../handlers/disable-key/settings";

/** Settings of `disable-key` with the program's defaults, in one mode. */
export function keySettings({ rule, modes }: { readonly rule: CountryRule; readonly modes: Mode }): DisableKeySettings {
  return {
    modes: {
      "disable-key": modes,
      "revoke-sessions": "notify",
      "revoke-ingress": "notify",
      "restart-trail": "notify",
      "block-public-access": "notify",
    },
    limits: { maxEventAgeMs: 1_800_000, perAccountPerHour: 5, perHour: 20 },
    signalsToEnforce: 2,
    protected: [],
    quietForMs: 900_000,
    channel: { kind: "webhook" },
    interactive: false,
    configurationHash: "0123456789ab",
    rule,
  };
}
