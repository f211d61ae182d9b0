import { at, known } from "./known";
import type { ResourceRule } from "./rule";

export const tableType = "aws:dynamodb/table:Table";

export const tableRules: readonly ResourceRule[] = [
  {
    name: "table-recovery",
    description: "A table can be put back to what it was at any moment of the last weeks.",
    severity: "medium",
    steps: "Set pointInTimeRecovery.enabled.",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
    types: [tableType],
    *check({ properties }) {
      if (known(at(properties, "pointInTimeRecovery", "enabled")) !== true) yield "pointInTimeRecovery is not on";
    },
  },
];
