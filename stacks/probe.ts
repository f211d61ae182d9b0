import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { probe } from "../handlers/probe";
import type { ProbeEnvironment, ProbeSettings } from "../handlers/probe/settings";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { runOnSchedule } from "./function-triggers";
import type { Statement } from "./policy-document";
import { probeSchedule } from "./probe-schedule";
import type { SlackAccess } from "./slack-access";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface ProbeArgs {
  readonly alertTopicArn: pulumi.Output<string>;
  readonly complianceTopicArn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly slack: SlackAccess;
  /** The table of denials: where a denied call that came out is noted. */
  readonly denials: aws.dynamodb.Table;
  /** Alarms that a denied call sets off. */
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[];
}

/**
 * The function `probe`: once a day one harmless denied call, and whether it came out at the other end. Its role lacks `iam:GetRole` on
 * purpose: that call is the denied one.
 */
export function declareProbe(context: WardenContext, args: ProbeArgs): WardenFunction {
  const { alertTopicArn, complianceTopicArn, slack, denials, alarms } = args;
  const { complianceEmails, denials: settings, emails, trail } = context.configuration;
  const probeSettings: ProbeSettings = {
    channel: slack.channel,
    isReadByFunction: trail.kind === "bucket" || trail.subscriptions > 0,
    setsAlarmsOff: settings.alarm.threshold <= 1,
    addresses: { alerts: emails.length, compliance: complianceEmails.length },
  };
  const environment: { [Name in keyof Omit<ProbeEnvironment, "OWN_ROLE_ARN">]: pulumi.Input<string> } = {
    TABLE_NAME: denials.name,
    ALERT_TOPIC_ARN: alertTopicArn,
    COMPLIANCE_TOPIC_ARN: complianceTopicArn,
    ALARM_NAMES: pulumi.jsonStringify(alarms.map(({ name }) => name)),
    ...(slack.secret === undefined ? {} : { [slack.secret.variable]: slack.secret.id }),
  };
  const target = new WardenFunction(
    "probe",
    {
      description:
        "Makes one harmless denied call a day and raises an alarm when it does not come out at the other end",
      handlerFactory: () => probe(probeSettings),
      environment: { ...environment },
      ownNames: [denials.name],
      statements: statements(args),
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds: 60,
      reservedConcurrency: 1,
      speaks: true,
      knowsOwnRole: true,
    },
    context,
  );
  runOnSchedule("probe", target, probeSchedule, context);
  declareDeadLetterAlarm("probe", target, context, alertTopicArn);
  return target;
}

function statements({ alertTopicArn, complianceTopicArn, kmsKeyArn, slack, denials, alarms }: ProbeArgs): Statement[] {
  return [
    {
      Sid: "Probes",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: denials.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["PROBE#*"] } },
    },
    { Sid: "AlertTopic", Action: ["sns:Publish"], Resource: alertTopicArn },
    { Sid: "AlertTopicKey", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKeyArn },
    { Sid: "LookAtTopics", Action: ["sns:GetTopicAttributes"], Resource: [alertTopicArn, complianceTopicArn] },
    ...(alarms.length === 0
      ? []
      : [{ Sid: "LookAtAlarms", Action: ["cloudwatch:DescribeAlarms"], Resource: alarms.map(({ arn }) => arn) }]),
    ...(slack.secret === undefined
      ? []
      : [{ Sid: "SlackSecret", Action: ["secretsmanager:GetSecretValue"], Resource: slack.secret.arn }]),
  ];
}
