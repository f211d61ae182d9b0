import { alarmRules } from "./alarms";
import { bucketRules } from "./buckets";
import { functionRules } from "./functions";
import { invocationRules } from "./invocation";
import { keyRules } from "./keys";
import { logRules } from "./logs";
import { messagingRules } from "./messaging";
import { networkRules } from "./network";
import { productionRules } from "./production";
import { roleRules } from "./roles";
import type { Rule } from "./rule";
import { secretRules } from "./secrets";
import { tableRules } from "./tables";
import { tagRules } from "./tags";
import { trailRules } from "./trail";

/** All rules of the pack. */
export const rules: readonly Rule[] = [
  ...trailRules,
  ...logRules,
  ...roleRules,
  ...functionRules,
  ...invocationRules,
  ...secretRules,
  ...messagingRules,
  ...keyRules,
  ...bucketRules,
  ...tableRules,
  ...networkRules,
  ...alarmRules,
  ...tagRules,
  ...productionRules,
];
