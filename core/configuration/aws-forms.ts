import { longestMemberRole } from "../members/role-names";
import { andThen, integer, text, textMatching } from "./form";
import type { Form } from "./form";
import { accepted, describe, refused } from "./problem";
import type { AlarmConfiguration } from "./configuration";
import { defaulted, object } from "./object-form";

const accountIdWords = 'an account id of 12 digits in quotes, such as "111122223333"';

/** An account id. A number of 12 digits is taken too: only a leading zero is lost when YAML reads one as a number. */
export const accountId: Form<string> = Object.freeze({
  allowed: accountIdWords,
  pulumiType: "string" as const,
  read: (value: unknown, path: string) =>
    /^\d{12}$/.test(typeof value === "number" ? String(value) : typeof value === "string" ? value : "")
      ? accepted(String(value))
      : refused(path, describe(value), accountIdWords),
});

export const regionName = textMatching(
  "a region name such as eu-central-1",
  /^[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/,
  30,
);

/** A part of a Secrets Manager name, as `CreateSecret` allows it (letters, digits and /_+=.@-). */
const secretName = /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/;

/** What tokens of Slack, Jira and Splunk look like: a name that looks so is the secret itself, pasted by mistake. */
const looksLikeSecret = /^(?:xox[a-z]-|xapp-|ATATT|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)/i;

/** Name or ARN of a secret; what was found is never shown, as it may be the secret itself. */
export const secretReference = text(
  "name or ARN of a secret in Secrets Manager (not the secret itself)",
  (value) => secretName.test(value) && !looksLikeSecret.test(value),
  { hidden: true },
);

/** IAM's path: begins and ends with a slash, at most 512 characters. */
export const iamPath = textMatching("an IAM path such as /security/", /^\/(?:[A-Za-z0-9._@=+,-]+\/)*$/, 512);

/** A role's name that leaves room for what is named after it. */
export const memberRoleName = textMatching(
  `an IAM role name of at most ${longestMemberRole} characters, with its path if it has one`,
  new RegExp(`^(?:[\\w+=,.@-]+/)*[\\w+=,.@-]{1,${longestMemberRole}}$`),
  576,
);

export const roleArn = textMatching(
  "ARN of an IAM role",
  /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]+\/){0,20}[\w+=,.@-]{1,64}$/,
  600,
);

export const policyArn = textMatching(
  "ARN of an IAM policy",
  /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,576}$/,
);

export const kmsKeyArn = textMatching(
  "ARN of a KMS key (of the key, not of an alias)",
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/,
);

export const queueArn = textMatching(
  "ARN of an SQS queue",
  /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(?:\.fifo)?$/,
);

export const topicArn = textMatching(
  "ARN of an SNS topic",
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?$/,
);

/** Account id, or ARN of a user or role: never `*`, which would let anyone publish. */
export const publishingPrincipal = textMatching(
  "an account id, or ARN of an IAM user or role (no *)",
  /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:user|role)\/[\w+=,.@/-]{1,576}))$/,
);

const logGroup = /^(?:arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:)?[A-Za-z0-9._/#-]{1,512}(?::\*)?$/;

/** Name or ARN of a log group; the `:*` that ends an ARN as the console shows it is dropped. */
export const logGroupReference = andThen(
  text("name or ARN of a CloudWatch log group", (value) => logGroup.test(value)),
  (value) => accepted(value.replace(/:\*$/, "")),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = text(
  "a bucket name (3 to 63 lower-case letters, digits, dots and hyphens)",
  (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) && !value.includes(".."),
);

/** A whole minute rate; EventBridge takes the singular for 1 and the plural for all else, and refuses the rest. */
export const rateExpression = text(
  "a rate such as rate(1 minute), rate(2 minutes), rate(1 hour) or rate(1 day); singular with 1, plural otherwise",
  (value) => {
    const [, count, , plural] = /^rate\(([1-9]\d{0,3}) (minute|hour|day)(s?)\)$/.exec(value) ?? [];
    return count !== undefined && (count === "1") === (plural === "");
  },
);

/** Days that `PutRetentionPolicy` of CloudWatch Logs takes. */
export const retentionDaysAllowed: readonly number[] = Object.freeze([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const retentionDays = integer(`one of CloudWatch's: ${retentionDaysAllowed.join(", ")}`, (value) =>
  retentionDaysAllowed.includes(value),
);

/** `PutMetricAlarm`: 10, 30 or a multiple of 60; one evaluation period may not be longer than a day. */
export const alarmPeriodSeconds = integer(
  "10, 30 or a multiple of 60, at most 86400",
  (value) => value === 10 || value === 30 || (value >= 60 && value <= 86400 && value % 60 === 0),
);

const alarmThreshold = integer("a whole number from 1 to 1000000", (value) => value >= 1 && value <= 1_000_000);

/** Threshold and period of a CloudWatch alarm on a sum. */
export const alarm: Form<AlarmConfiguration> = object({
  threshold: defaulted(alarmThreshold, 1, "matching events within one period that raise the alarm"),
  periodSeconds: defaulted(alarmPeriodSeconds, 300, "length of the period over which they are counted"),
});
