import { eventBridge } from "./targets/event-bridge";
import { logDeliveries } from "./targets/log-deliveries";
import { notifications } from "./targets/notifications";
import { webRequests } from "./targets/web-requests";
import type { FuzzTarget } from "./trial";

/** How each function is fuzzed, by its name. */
export const targets: Readonly<Record<string, FuzzTarget>> = Object.freeze({
  ...logDeliveries,
  ...eventBridge,
  ...notifications,
  ...webRequests,
});
