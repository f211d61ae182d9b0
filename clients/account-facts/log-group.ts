import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

import { maskedIdentifiers } from "../../core/doctor/data-protection";
import type { LogGroupFacts, LogGroupState, MaskingFacts, SubscriptionFacts } from "../../core/doctor/facts";
import type { Asker } from "./asker";
import type { Ask } from "./look";
import { look, unlessMissing } from "./look";

/** A log group has 100 metric filters at most, and they come in pages of 50. */
const mostPages = 4;

const missing = ["ResourceNotFoundException"];

/** How a log group is set, who subscribes to it, what is counted in it, and what changes records on their way. */
export async function logGroupFacts(logGroupName: string, asker: Asker): Promise<LogGroupFacts> {
  const client = new (sdk().CloudWatchLogsClient)(asker.options());
  const [state, subscriptions, metricFilters, masking] = await Promise.all([
    look((ask) => stateOf(logGroupName, client, ask)),
    look((ask) => subscriptionsOf(logGroupName, client, ask)),
    look((ask) => metricFiltersOf(logGroupName, client, ask)),
    look((ask) => maskingOf(logGroupName, client, ask)),
  ]);
  return { name: logGroupName, state, subscriptions, metricFilters, masking };
}

async function stateOf(
  logGroupName: string,
  client: CloudWatchLogsClient,
  ask: Ask,
): Promise<LogGroupState | undefined> {
  const { DescribeLogGroupsCommand } = sdk();
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
  const { logGroups = [] } = await ask("logs:DescribeLogGroups", () => client.send(command));
  const found = logGroups.find((one) => one.logGroupName === logGroupName);
  if (found === undefined) return undefined;
  return { logGroupClass: found.logGroupClass ?? "STANDARD", retentionDays: found.retentionInDays };
}

async function subscriptionsOf(
  logGroupName: string,
  client: CloudWatchLogsClient,
  ask: Ask,
): Promise<readonly SubscriptionFacts[]> {
  const { DescribeSubscriptionFiltersCommand } = sdk();
  const answer = await ask("logs:DescribeSubscriptionFilters", () =>
    unlessMissing(missing, () => client.send(new DescribeSubscriptionFiltersCommand({ logGroupName }))),
  );
  return (answer?.subscriptionFilters ?? []).map(({ filterName = "", destinationArn = "" }) => ({
    name: filterName,
    destinationArn,
  }));
}

async function metricFiltersOf(
  logGroupName: string,
  client: CloudWatchLogsClient,
  ask: Ask,
): Promise<readonly { readonly name: string; readonly pattern: string }[]> {
  const { DescribeMetricFiltersCommand } = sdk();
  const found: { name: string; pattern: string }[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page === 0 || (nextToken !== undefined && page < mostPages); page += 1) {
    const command = new DescribeMetricFiltersCommand({ logGroupName, nextToken });
    const answer = await ask("logs:DescribeMetricFilters", () => unlessMissing(missing, () => client.send(command)));
    for (const { filterName = "", filterPattern = "" } of answer?.metricFilters ?? []) {
      found.push({ name: filterName, pattern: filterPattern });
    }
    nextToken = answer?.nextToken;
  }
  return found;
}

async function maskingOf(logGroupName: string, client: CloudWatchLogsClient, ask: Ask): Promise<MaskingFacts> {
  const { DescribeAccountPoliciesCommand, GetDataProtectionPolicyCommand, GetTransformerCommand } = sdk();
  const own = await ask("logs:GetDataProtectionPolicy", () =>
    unlessMissing(missing, () => client.send(new GetDataProtectionPolicyCommand({ logGroupIdentifier: logGroupName }))),
  );
  const accounts = await ask("logs:DescribeAccountPolicies", () =>
    client.send(new DescribeAccountPoliciesCommand({ policyType: "DATA_PROTECTION_POLICY" })),
  );
  const transformer = await ask("logs:GetTransformer", () =>
    unlessMissing(missing, () => client.send(new GetTransformerCommand({ logGroupIdentifier: logGroupName }))),
  );
  const documents = [own?.policyDocument, ...(accounts.accountPolicies ?? []).map((one) => one.policyDocument)];
  return {
    maskedIdentifiers: [...new Set(documents.flatMap((text) => maskedIdentifiers(text ?? "")))].sort(),
    hasTransformer: (transformer?.transformerConfig ?? []).length > 0,
  };
}

function sdk() {
  return require("@aws-sdk/client-cloudwatch-logs") as typeof import("@aws-sdk/client-cloudwatch-logs");
}
