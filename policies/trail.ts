import { isGiven, known } from "./known";
import type { ResourceRule } from "./rule";

const trailType = "aws:cloudtrail/trail:Trail";

export const trailRules: readonly ResourceRule[] = [
  {
    name: "trail-multi-region",
    description: "A trail sees every region and the global services, and is on.",
    severity: "critical",
    steps: "Set isMultiRegionTrail, and leave includeGlobalServiceEvents and enableLogging as they are.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html",
    types: [trailType],
    *check({ properties }) {
      if (known(properties.isMultiRegionTrail) !== true) yield "it records one region only (isMultiRegionTrail)";
      if (known(properties.includeGlobalServiceEvents) === false)
        yield "it leaves out IAM, STS and the other global services (includeGlobalServiceEvents)";
      if (known(properties.enableLogging) === false) yield "it is switched off (enableLogging)";
    },
  },
  {
    name: "trail-validated",
    description: "A trail signs its log files, so that a change to one is found.",
    severity: "high",
    steps: "Set enableLogFileValidation.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    types: [trailType],
    *check({ properties }) {
      if (known(properties.enableLogFileValidation) !== true) yield "enableLogFileValidation is not set";
    },
    fix: ({ properties }) =>
      properties.enableLogFileValidation === true ? [] : [{ path: ["enableLogFileValidation"], value: true }],
  },
  {
    name: "trail-encrypted",
    description: "A trail encrypts its log files with a customer key.",
    severity: "high",
    steps: "Give kmsKeyId the ARN of a key whose policy lets CloudTrail use it.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    types: [trailType],
    *check({ properties }) {
      if (!isGiven(properties.kmsKeyId)) yield "kmsKeyId is not set";
    },
  },
];
