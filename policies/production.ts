import { bucketTypes } from "./buckets";
import { keyType } from "./keys";
import { at, isGiven, isObject, known, objectsOf } from "./known";
import { logGroupType } from "./logs";
import type { DeclaredResource, ResourceRule, StackRule, Surroundings } from "./rule";
import type { StackGraph } from "./stack-graph";
import { tableType } from "./tables";

const trailType = "aws:cloudtrail/trail:Trail";
const lifecycleTypes = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
];

/** Parts of a stack's name that make it one of production: `prod`, `eu-prod`, `production.main`. */
const stackParts = {
  type: "array" as const,
  items: { type: "string" as const },
  description:
    "a stack whose name has one of these between its ends, hyphens, dots and underscores is one of production",
  default: ["prod", "production", "live"],
};

function isProduction({ stack, settings }: Surroundings): boolean {
  const parts = stack.toLowerCase().split(/[-._]/);
  return (settings.production as string[]).some((part) => parts.includes(part));
}

/** From the least to the most that is done without asking. */
const modes = ["notify", "approve", "enforce"];

export const productionRules: readonly (ResourceRule | StackRule)[] = [
  {
    name: "production-retention",
    description: "In production, events and log files are kept for a year.",
    severity: "high",
    steps: "Set api-warden:retentionDays to 365 or more.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
    settings: {
      production: stackParts,
      minimumDays: { type: "integer", minimum: 1, default: 365, description: "fewest days that are kept" },
    },
    types: [logGroupType, ...lifecycleTypes],
    *check({ type, properties }, surroundings) {
      if (!isProduction(surroundings)) return;
      const minimumDays = Number(surroundings.settings.minimumDays);
      const keptDays =
        type === logGroupType
          ? [known(properties.retentionInDays)]
          : objectsOf(known(properties.rules)).map((rule) => at(rule, "expiration", "days"));
      // None, or 0, is for ever.
      for (const days of keptDays.filter((one) => isGiven(one) && one !== 0))
        if (Number(days) < minimumDays) yield `it keeps for ${String(days)} days, fewer than ${minimumDays}`;
    },
  },
  {
    name: "production-modes",
    description: "In production, no action runs in a weaker mode than the pack's configuration sets.",
    severity: "high",
    steps: "Raise the action's mode in api-warden:modes, or record an exception.",
    settings: {
      production: stackParts,
      minimumModes: {
        type: "object",
        additionalProperties: { type: "string", enum: modes },
        description: "action to the weakest mode that it may have",
        default: {},
      },
    },
    *checkStack(_graph, surroundings) {
      if (!isProduction(surroundings)) return;
      const set = surroundings.stackSetting("modes");
      for (const [action, minimum] of Object.entries(surroundings.settings.minimumModes as Record<string, string>)) {
        const mode = isObject(set) && typeof set[action] === "string" ? set[action] : "notify";
        if (modes.indexOf(mode) < modes.indexOf(minimum))
          yield { message: `api-warden:modes has ${action} at ${mode}, weaker than ${minimum}` };
        for (const own of objectsOf(surroundings.stackSetting("modeOverrides"))) {
          const overridden = at(own, "modes", action);
          if (typeof overridden === "string" && modes.indexOf(overridden) < modes.indexOf(minimum))
            yield { message: `api-warden:modeOverrides has ${action} at ${overridden}, weaker than ${minimum}` };
        }
      }
    },
  },
  {
    name: "production-data-protected",
    description: "In production, nothing that holds data or keeps it readable is deleted by mistake.",
    severity: "high",
    steps: "Set api-warden:evidence.protect to true; take the protection off again with `pulumi state unprotect`.",
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    settings: { production: stackParts },
    *checkStack(graph, surroundings) {
      if (!isProduction(surroundings)) return;
      for (const resource of holdersOfData(graph)) {
        if (!resource.isProtected) yield { resource, message: "the option protect is not set" };
        if (resource.type === tableType && resource.properties.deletionProtectionEnabled !== true)
          yield { resource, message: "deletionProtectionEnabled is not set" };
        if (resource.properties.forceDestroy === true)
          yield { resource, message: "forceDestroy would delete what is in it" };
      }
    },
  },
];

/** Tables and keys, and the bucket and the log group that a trail writes to. */
function holdersOfData(graph: StackGraph): DeclaredResource[] {
  const trails = graph.ofType(trailType);
  return [
    ...graph.ofType(tableType, keyType),
    ...trails.flatMap((trail) => graph.referred(trail, "s3BucketName", ...bucketTypes)),
    ...trails.flatMap((trail) => graph.referred(trail, "cloudWatchLogsGroupArn", logGroupType)),
  ];
}
