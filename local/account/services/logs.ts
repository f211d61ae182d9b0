import { planFilterLogEvents } from "../logs/filter-log-events";
import { jsonProtocol } from "../protocols";
import type { ServiceDefinition } from "../types";

export interface LogGroupSetup {
  readonly name: string;
  /** The trail writes into it. */
  readonly isTrail?: boolean;
}

declare module "../types" {
  interface AccountSetup {
    readonly logGroups?: readonly LogGroupSetup[];
  }
}

/** CloudWatch Logs: `FilterLogEvents` over what the trail has delivered up to the clock; other groups are empty. */
export const service: ServiceDefinition = {
  name: "logs",
  protocol: jsonProtocol("1.1"),
  create: (account) => {
    const groups = new Set<string>();
    return {
      put: (resources) => resources.logGroups?.forEach(({ name }) => groups.add(name)),
      operations: {
        FilterLogEvents: { writes: false, plan: (input, nowMs) => planFilterLogEvents(input, nowMs, account, groups) },
      },
    };
  },
};
