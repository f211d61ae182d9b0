import type { Configuration } from "../configuration/configuration";
import type { CostEstimate } from "../cost/estimate";
import type { SourcePlace } from "./bucket";
import { bucketLines } from "./bucket";
import type { DeclaredFunction } from "./concurrency";
import { concurrencyLines } from "./concurrency";
import { costLine } from "./cost";
import { deployerLines } from "./deployer";
import { keyLines } from "./encryption-key";
import type { AccountFacts } from "./facts";
import { detectorLines } from "./guard-duty";
import type { DoctorLine } from "./line";
import { worstFirst } from "./line";
import { isMissing, logGroupLines } from "./log-group";
import type { DeclaredFilter } from "./metric-filters";
import { metricFilterLines } from "./metric-filters";
import { organizationLines } from "./organization";
import { regionLines } from "./regions";
import { secretLines } from "./secrets";
import { slotLines } from "./slots";
import { functionUrlLines } from "./function-urls";
import { trailLines } from "./trails";

/** What a stack is to be, as far as the account matters for it. */
export interface IntendedStack {
  readonly configuration: Configuration;
  readonly watchedRegions: readonly string[];
  readonly filters: readonly DeclaredFilter[];
  readonly functions: readonly DeclaredFunction[];
  /** Names of functions that get a public URL. */
  readonly functionUrls: readonly string[];
  readonly estimate: CostEstimate;
}

/** A line for everything that was looked at, the worst first. */
export function diagnose(facts: AccountFacts, stack: IntendedStack): DoctorLine[] {
  const { configuration } = stack;
  return worstFirst([
    ...trailLines(facts, configuration),
    ...sourceLines(facts, configuration),
    ...(facts.logGroup === undefined || isMissing(facts.logGroup)
      ? []
      : metricFilterLines(facts.logGroup, stack.filters)),
    ...regionLines(facts, stack.watchedRegions),
    ...detectorLines(facts.detectors, configuration),
    ...secretLines(facts, configuration),
    ...keyLines(facts, configuration),
    ...concurrencyLines(facts, stack.functions),
    ...organizationLines(facts, configuration),
    ...functionUrlLines(stack.functionUrls, facts),
    ...deployerLines(facts, configuration.permissionsBoundary),
    costLine(stack.estimate, configuration),
  ]);
}

/** What is said of an existing log group or bucket, here and before every preview. */
export function sourceLines(
  { place, trails, logGroup, bucket }: SourcePlace & Pick<AccountFacts, "logGroup" | "bucket">,
  configuration: Configuration,
): readonly DoctorLine[] {
  const { trail } = configuration;
  return [
    ...(logGroup === undefined || trail.kind !== "log-group"
      ? []
      : [
          ...(isMissing(logGroup) ? [] : slotLines(logGroup, trail.subscriptions)),
          ...logGroupLines(logGroup, configuration),
        ]),
    ...(bucket === undefined || trail.kind !== "bucket" ? [] : bucketLines(bucket, trail, { place, trails })),
  ];
}
