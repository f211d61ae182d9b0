import { functionType } from "./function-parts";
import { at, isKnown, known, notKnown } from "./known";
import { keyType } from "./keys";
import { logGroupType } from "./logs";
import { topicType } from "./messaging";
import type { ResourceRule } from "./rule";
import { tableType } from "./tables";

/** Tag that says which stack declares a resource. */
const stackTag = "api-warden:stack";

/** What costs money, holds data or may do something, and can have tags. */
const taggableTypes = [
  keyType,
  logGroupType,
  tableType,
  topicType,
  "aws:cloudtrail/trail:Trail",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:guardduty/detector:Detector",
  "aws:iam/role:Role",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:sqs/queue:Queue",
];

export const tagRules: readonly ResourceRule[] = [
  {
    name: "stack-tag",
    description: "What can be tagged says which stack it belongs to.",
    severity: "low",
    steps: `Set the tag ${stackTag}.`,
    types: taggableTypes,
    *check({ properties }, { stack }) {
      if (known(at(properties, "tags", stackTag)) !== stack) yield `its tag ${stackTag} is not ${stack}`;
    },
    fix: ({ properties: { tags } }, { stack }) =>
      tags === notKnown || at(tags, stackTag) === stack || !isKnown(at(tags, stackTag))
        ? []
        : [{ path: ["tags", stackTag], value: stack }],
  },
  {
    // By itself, because the SDK loses what is in an archive when it writes back a resource that it has mended.
    name: "function-stack-tag",
    description: "A function says which stack it belongs to.",
    severity: "low",
    steps: `Set the tag ${stackTag}.`,
    types: [functionType],
    *check({ properties }, { stack }) {
      if (known(at(properties, "tags", stackTag)) !== stack) yield `its tag ${stackTag} is not ${stack}`;
    },
  },
];
