import * as pulumi from "@pulumi/pulumi";

import { describeAlarm } from "../handlers/describe-alarm";
import type { DescribeAlarmEnvironment, DescribeAlarmSettings } from "../handlers/describe-alarm/settings";
import { accountNames } from "./account-look-up";
import type { BenchmarkAlarmsArgs } from "./benchmark-alarms";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { runOnTopic } from "./function-triggers";
import { WardenTopic } from "./topic";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface DescribeAlarmArgs extends BenchmarkAlarmsArgs {
  /** Where the alarms publish. */
  readonly topic: WardenTopic;
}

/**
 * The function `describe-alarm` on the alarms' topic, and the topic that it mails people through: an alarm that mailed them
 * itself would say only that it went off.
 */
export function declareDescribeAlarm(context: WardenContext, args: DescribeAlarmArgs): WardenFunction {
  const { configuration } = context;
  const { country, kmsKeyArn, logGroup } = args;
  const people = new WardenTopic(
    "benchmark-mail",
    {
      displayName: `${context.title} benchmark`,
      kmsKeyArn,
      publishingServices: [],
      emails: configuration.complianceEmails,
    },
    context,
  );
  const settings: DescribeAlarmSettings = {
    ...accountNames(context),
    country: { dataDate: country.dataDate, maxAgeDays: configuration.geo.maxAgeDays },
  };
  const environment: { [Name in keyof DescribeAlarmEnvironment]: pulumi.Input<string> } = {
    LOG_GROUP_NAME: logGroup.name,
    MAIL_TOPIC_ARN: people.arn,
  };
  const { countryLookup } = country;
  const target = new WardenFunction(
    "describe-alarm",
    {
      description: "Mails who made a CIS benchmark alarm go off",
      handlerFactory: () => describeAlarm(settings, countryLookup()),
      environment,
      ownNames: [],
      statements: [
        {
          Sid: "LookUpCallers",
          Action: ["logs:FilterLogEvents"],
          Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*`,
        },
        { Sid: "MailTopic", Action: ["sns:Publish"], Resource: people.arn },
        { Sid: "MailTopicKey", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKeyArn },
      ],
      packages: country.packages,
      memorySizeMegabytes: 256,
      timeoutSeconds: 30,
      reservedConcurrency: 2,
      namesAccounts: true,
    },
    context,
  );
  runOnTopic("describe-alarm", target, args.topic, context);
  declareDeadLetterAlarm("describe-alarm", target, context, args.alertTopicArn);
  return target;
}
