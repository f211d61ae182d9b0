import { planFilterLogEvents } from "../logs/filter-log-events";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Input, Plan, ServiceDefinition } from "../types";

export interface LogGroupSetup {
  readonly name: string;
  /** The trail writes into it. */
  readonly isTrail?: boolean;
}

/** What is declared on a log group. */
export interface LogFilterSetup {
  readonly kind: "metric" | "subscription";
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: string;
  /** Where a subscription leads. */
  readonly destinationArn?: string;
  readonly metric?: { readonly namespace: string; readonly name: string };
}

declare module "../types" {
  interface AccountSetup {
    readonly logGroups?: readonly LogGroupSetup[];
    readonly logFilters?: readonly LogFilterSetup[];
  }
}

/**
 * CloudWatch Logs: `FilterLogEvents` over what the trail has delivered up to the clock; other groups are empty. Looking at what is
 * declared on log groups.
 */
export const service: ServiceDefinition = {
  name: "logs",
  protocol: jsonProtocol("1.1"),
  create: (account) => {
    const groups = new Set<string>();
    const filters: LogFilterSetup[] = [];
    return {
      put: ({ logGroups = [], logFilters = [] }) => {
        logGroups.forEach(({ name }) => groups.add(name));
        filters.push(...logFilters);
      },
      operations: {
        FilterLogEvents: { writes: false, plan: (input, nowMs) => planFilterLogEvents(input, nowMs, account, groups) },
        DescribeMetricFilters: {
          writes: false,
          plan: (input) => planDescribe("DescribeMetricFilters", input, account, groups, filters),
        },
        DescribeSubscriptionFilters: {
          writes: false,
          plan: (input) => planDescribe("DescribeSubscriptionFilters", input, account, groups, filters),
        },
      },
    };
  },
};

const refusal = (message: string) => new ServiceError("InvalidParameterException", message);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html, API_DescribeMetricFilters.html */
function planDescribe(
  operation: "DescribeMetricFilters" | "DescribeSubscriptionFilters",
  input: Input,
  { accountId, region }: AccountView,
  groups: ReadonlySet<string>,
  filters: readonly LogFilterSetup[],
): Plan {
  refuseOtherFields(input, operation, ["logGroupName", "filterNamePrefix"], refusal);
  const logGroup = requiredText(input, "logGroupName", refusal);
  const prefix = typeof input.filterNamePrefix === "string" ? input.filterNamePrefix : "";
  const kind = operation === "DescribeMetricFilters" ? "metric" : "subscription";
  const found = filters.filter((one) => one.kind === kind && one.logGroup === logGroup && one.name.startsWith(prefix));
  const resourceArn = `arn:${partitionOfRegion(region).name}:logs:${region}:${accountId}:log-group:${logGroup}`;
  return {
    needs: [{ action: `logs:${operation}`, resourceArn }],
    run: () => {
      if (!groups.has(logGroup))
        throw new ServiceError("ResourceNotFoundException", "The specified log group does not exist.");
      return kind === "metric"
        ? { metricFilters: found.map(metricFilter) }
        : { subscriptionFilters: found.map(subscriptionFilter) };
    },
  };
}

function metricFilter({ name, logGroup, pattern, metric }: LogFilterSetup): object {
  const metricTransformations = [{ metricName: metric?.name, metricNamespace: metric?.namespace, metricValue: "1" }];
  return { filterName: name, logGroupName: logGroup, filterPattern: pattern, metricTransformations };
}

function subscriptionFilter({ name, logGroup, pattern, destinationArn }: LogFilterSetup): object {
  return { filterName: name, logGroupName: logGroup, filterPattern: pattern, destinationArn };
}
