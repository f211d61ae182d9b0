import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

const gone = ["ResourceNotFoundException"];

const logsPackage = () =>
  require("@aws-sdk/client-cloudwatch-logs") as typeof import("@aws-sdk/client-cloudwatch-logs");

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html */
export async function subscriptionFacts(
  { logGroup }: LinkOf<"log-subscription">,
  asker: LinkAsker,
): Promise<FactsByKind["log-subscription"]> {
  const { CloudWatchLogsClient, DescribeSubscriptionFiltersCommand } = logsPackage();
  const client = asker.client(CloudWatchLogsClient);
  const answer = await unlessMissing(gone, () =>
    client.send(new DescribeSubscriptionFiltersCommand({ logGroupName: logGroup })),
  );
  if (answer === undefined) return undefined;
  return {
    filters: (answer.subscriptionFilters ?? []).map(({ destinationArn, filterName = "", filterPattern = "" }) => ({
      name: filterName,
      pattern: filterPattern,
      ...(destinationArn === undefined ? {} : { destinationArn }),
    })),
  };
}

/** The filter, and what its metric has counted since the call. */
export async function metricFilterFacts(
  link: LinkOf<"metric-filter">,
  asker: LinkAsker,
): Promise<FactsByKind["metric-filter"]> {
  const { CloudWatchLogsClient, DescribeMetricFiltersCommand } = logsPackage();
  const client = asker.client(CloudWatchLogsClient);
  const answer = await unlessMissing(gone, () =>
    client.send(new DescribeMetricFiltersCommand({ logGroupName: link.logGroup, filterNamePrefix: link.name })),
  );
  if (answer === undefined) return undefined;
  const filters = (answer.metricFilters ?? []).map(({ filterName = "", filterPattern = "" }) => ({
    name: filterName,
    pattern: filterPattern,
  }));
  return { filters, sum: await sumSince(link, asker) };
}

/** A metric of a log group stands at the minute of the log event. */
const minuteMs = 60_000;

async function sumSince({ namespace, metric }: LinkOf<"metric-filter">, asker: LinkAsker): Promise<number> {
  const { CloudWatchClient, GetMetricStatisticsCommand } =
    require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
  const { Datapoints = [] } = await asker.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: metric,
      StartTime: new Date(Math.floor(asker.sinceMs / minuteMs) * minuteMs),
      EndTime: new Date(asker.nowMs + minuteMs),
      Period: 60,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, datapoint) => sum + (datapoint.Sum ?? 0), 0);
}
