import { isGiven, known } from "./known";
import type { ResourceRule } from "./rule";

export const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

export const logRules: readonly ResourceRule[] = [
  {
    name: "log-group-retention",
    description: "A log group says how long it keeps its events.",
    severity: "medium",
    steps: "Set retentionInDays.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    settings: {
      minimumDays: { type: "integer", minimum: 1, default: 1, description: "fewest days that a log group may keep" },
    },
    types: [logGroupType],
    *check({ properties }, { settings }) {
      const days = known(properties.retentionInDays);
      if (!isGiven(days) || days === 0) yield "retentionInDays is not set: it would keep its events for ever";
      else if (Number(days) < Number(settings.minimumDays))
        yield `it keeps its events for ${String(days)} days, fewer than ${String(settings.minimumDays)}`;
    },
  },
];
