import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { securityHubUnauthorizedPattern, cisAlarm } from "../core/cis-alarms";
import { runbookPlace } from "../core/cis-alarms/page";
import { declareLogAlarm } from "./log-alarm";
import { probeTime } from "./probe-schedule";
import { runbook } from "./runbook";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

/**
 * The metric filter and alarm on denied calls that a benchmark scanner looks for, text for text. Two texts are in use and
 * contradict each other: Security Hub's CloudWatch.2 takes the two-term form only, CIS v6 5.1 has two exclusions more. A metric filter
 * counts in a log group: without one there is none.
 */
export function declareComplianceAlarms(
  context: WardenContext,
  logGroup: TrailLogGroup | undefined,
  topicArn: pulumi.Input<string>,
): readonly aws.cloudwatch.MetricAlarm[] {
  const { compliance, denials } = context.configuration;
  if (logGroup === undefined) return [];
  const shared = {
    description: `Calls denied in the log group of ${context.title}. Slack has who, what and when. Once a day, after ${probeTime} UTC, the probe of API Warden sets it off on purpose. ${runbook(runbookPlace("5.1"), context)}`,
    alarm: denials.alarm,
    topicArn,
  };
  const alarms: aws.cloudwatch.MetricAlarm[] = [];
  if (compliance === "securityhub" || compliance === "both") {
    const pattern = securityHubUnauthorizedPattern;
    alarms.push(declareLogAlarm("denied-calls", { ...shared, pattern }, logGroup, context));
  }
  if (compliance === "cis6" || compliance === "both") {
    const { pattern } = cisAlarm("5.1");
    alarms.push(declareLogAlarm("denied-calls-cis6", { ...shared, pattern }, logGroup, context));
  }
  return alarms;
}
