import type { PolicyPackConfig } from "@pulumi/policy";
import { PolicyPack } from "@pulumi/policy";

import configuration from "./configuration.json";
import { policiesOf } from "./policies";
import { rules } from "./rules";

// The constructor starts the server that the engine asks, so this stands in no other file.
new PolicyPack(
  "api-warden",
  { policies: policiesOf(rules, Date.now), enforcementLevel: "mandatory" },
  configuration as PolicyPackConfig,
);
