import type { ActionSettings } from "../../handlers/actions/settings";

/** Settings of the actions with the program's defaults; each only tells of what it would do, but for those said here. */
export function actionSettings(modes: Partial<ActionSettings["modes"]> = {}): ActionSettings {
  return {
    modes: {
      "disable-key": "notify",
      "revoke-sessions": "notify",
      "revoke-ingress": "notify",
      "restart-trail": "notify",
      "block-public-access": "notify",
      ...modes,
    },
    limits: { maxEventAgeMs: 1_800_000, perAccountPerHour: 5, perHour: 20 },
    signalsToEnforce: 2,
    protected: [],
    quietForMs: 900_000,
    channel: { kind: "webhook" },
    interactive: false,
    configurationHash: "0123456789ab",
  };
}
