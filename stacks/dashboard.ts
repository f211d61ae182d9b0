import type * as aws from "@pulumi/aws";
import * as classic from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { securityHubUnauthorizedPattern } from "../core/cis-alarms";
import { insightsCondition } from "../core/filter-pattern/insights";
import { ownAlarmKinds, ownAlarms, ownRunbookPlace } from "../core/self-watch/alarms";
import { dashboardLink } from "../core/slack/links";
import { ageOf, graph, numbers, QueryTable, shown } from "./dashboard-widgets";
import { declaredAlarms } from "./declared-alarms";
import { logMetric } from "./log-alarm";
import { countInOwnLogs, ownLogMetric } from "./own-log-metrics";
import type { SelfWatchArgs } from "./self-watch";
import { arrivals, failedMails } from "./self-watch";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

/** The whole width of a dashboard, and a third of it, in its own units. */
const full = 24;
const third = 8;

/** As many as a dashboard shows the states of. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const mostAlarms = 100;

/**
 * The stack's page in CloudWatch, unless `dashboard` is false; to be declared last, because it shows every alarm. Returns its
 * address in the console. What functions have said is counted in their logs; nothing publishes metrics for it.
 */
export function declareDashboard(
  context: WardenContext,
  args: SelfWatchArgs,
): pulumi.Output<string | undefined> | undefined {
  if (!context.configuration.dashboard) return undefined;
  const name = dashboardName(context.title);
  new classic.Dashboard("warden", {
    name,
    // The region of the whole page: what it shows is declared there.
    region: context.region.apply((region) => region as aws.Region),
    widgets: rows(context, args),
  });
  return context.region.apply((region) => dashboardLink(region, name));
}

/** Letters, digits, `-` and `_`: a name of a stack may have more. */
export function dashboardName(title: string): string {
  return title.replace(/[^A-Za-z0-9_-]/g, "-");
}

function rows(context: WardenContext, args: SelfWatchArgs): classic.RowWidget[] {
  const { functions, logGroup } = args;
  const denied = deniedMetrics(context, logGroup);
  const said = saidMetrics(context, args);
  const arrived = arrivals(args, context).metric;
  const ofFunctions = (metric: string, statistic?: classic.MetricStatistic) =>
    functions.map(({ name, function: { name: FunctionName } }) =>
      shown({ namespace: "AWS/Lambda", name: metric, dimensions: { FunctionName } }, name, statistic),
    );
  const letters = functions.map(({ name, deadLetterQueue }) =>
    shown(
      {
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: deadLetterQueue.name },
      },
      name,
      "Maximum",
    ),
  );
  return [
    new classic.RowWidget(new classic.TextWidget({ markdown: headline(context), width: full, height: 4 })),
    new classic.RowWidget(
      numbers("Now", 16, [...denied, ...said]),
      numbers("Records", third, ageOf(arrived, "minutes since the last record")),
    ),
    new classic.RowWidget(
      ...(denied.length === 0 ? [] : [graph("Denied calls, as the benchmark counts them", third, denied)]),
      graph("Causes and messages", third, said),
      graph("Records that came in", third, [shown(arrived, "arrived")]),
    ),
    ...(logGroup === undefined ? [] : [new classic.RowWidget(causes(logGroup))]),
    new classic.RowWidget(
      graph("Errors of functions", third, ofFunctions("Errors")),
      graph("Throttles of functions", third, ofFunctions("Throttles")),
      graph("Longest run of functions, in milliseconds", third, ofFunctions("Duration", "Maximum")),
    ),
    new classic.RowWidget(
      graph("Dead letters", third, letters),
      graph("Messages that were not taken", third, failures(context, args)),
      graph("Age of the last record, in minutes", third, ageOf(arrived, "minutes")),
    ),
    new classic.RowWidget(
      new classic.AlarmWidget({
        title: "Alarms",
        alarms: declaredAlarms(context)
          .slice(0, mostAlarms)
          .map(({ arn }) => arn),
        sortBy: "stateUpdatedTimestamp",
        width: full,
        height: 8,
      }),
    ),
  ];
}

/** The metrics that `compliance` asks for; none where there is no log group to count in. */
function deniedMetrics(context: WardenContext, logGroup: TrailLogGroup | undefined): classic.Metric[] {
  const { compliance } = context.configuration;
  if (logGroup === undefined) return [];
  const metrics = {
    "denied-calls": compliance === "securityhub" || compliance === "both",
    "denied-calls-cis6": compliance === "cis6" || compliance === "both",
  };
  return Object.entries(metrics).flatMap(([name, isDeclared]) =>
    isDeclared ? [shown(logMetric(name, context), name.replaceAll("-", " "))] : [],
  );
}

function saidMetrics(context: WardenContext, { functions }: SelfWatchArgs): classic.Metric[] {
  const speaking = functions.filter(({ speaks }) => speaks);
  const onDenials = speaking.filter(({ name }) => name === "post-denials" || name === "watch-trail");
  return [
    shown(countInOwnLogs("causes", onDenials, context), "incidents of denied calls"),
    shown(countInOwnLogs("messages", speaking, context), "messages sent"),
  ];
}

function failures(context: WardenContext, { alertTopic, complianceTopic }: SelfWatchArgs): classic.Metric[] {
  const mails = Object.entries({ alerts: alertTopic, compliance: complianceTopic }).map(([name, topic]) =>
    shown(failedMails(topic), `mails of ${name}`),
  );
  const { deliveries } = context.configuration.selfWatch;
  return [...(deliveries ? [shown(ownLogMetric("undelivered", context), "messages")] : []), ...mails];
}

/** Who was denied what most, over the time that the page shows: a cause is more than a number. */
function causes({ name }: TrailLogGroup): classic.Widget {
  const query = [
    `filter ${insightsCondition(securityHubUnauthorizedPattern)}`,
    "fields coalesce(userIdentity.sessionContext.sessionIssuer.arn, userIdentity.arn, userIdentity.invokedBy) as caller",
    "stats count(*) as calls, max(eventTime) as newest by caller, eventSource, eventName, errorCode, recipientAccountId",
    "sort calls desc",
    "limit 20",
  ].join(" | ");
  return new QueryTable({
    title: "Causes: who was denied what most",
    query: pulumi.interpolate`SOURCE '${name}' | ${query}`,
  });
}

/** What the page is, and where to read what to do. */
function headline({ title, configuration: { runbooks } }: WardenContext): string {
  const linked = (text: string, place: string) =>
    runbooks === undefined ? `${text} (\`${place}\`)` : `[${text}](${runbooks}${place})`;
  const own = ownAlarmKinds.map((kind) => linked(ownAlarms[kind].title, ownRunbookPlace(kind)));
  return [
    `# ${title}`,
    `What is detected, and what to do: ${linked("detections", "docs/detections.md")}, ${linked("denied calls", "docs/denied-calls.md")}, ${linked("the benchmark's alarms", "docs/cis-alarms.md")}.`,
    `When Warden itself is in trouble: ${own.join(", ")}. This page: ${linked("dashboard", "docs/dashboard.md")}.`,
  ].join("\n\n");
}
