import type * as pulumi from "@pulumi/pulumi";

import type { WardenContext } from "./warden-context";

/** Lambda keeps this many executions for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const keptUnreserved = 100;

/** Room that a quota must leave: new accounts start with 10 or 50, where any reservation fails. */
const roomForAllFunctions = 50;

/** Tag that records why a function has no reservation; the policy pack wants one or the other. */
const unreservedTag = "api-warden:unreserved";

/** How many executions a function may have at once, and its tags, which say why where that is left open. */
export interface Concurrency {
  /** -1 for none. */
  readonly reservedConcurrentExecutions?: pulumi.Output<number>;
  readonly tags: pulumi.Input<Readonly<Record<string, string>>>;
}

/** The wanted limit where the account's quota has room for it, and the recorded reason where it has not. */
export function concurrencyOf({ concurrencyQuota, tags }: WardenContext, wanted: number): Concurrency {
  if (concurrencyQuota === undefined) return { tags: { ...tags, [unreservedTag]: "reservedConcurrency is off" } };
  const hasRoom = (quota: number | undefined) => quota !== undefined && quota >= keptUnreserved + roomForAllFunctions;
  const why = (quota: number | undefined) =>
    quota === undefined ? "the quota can't be read" : `the quota of ${quota} leaves no room`;
  return {
    reservedConcurrentExecutions: concurrencyQuota.apply((quota) => (hasRoom(quota) ? wanted : -1)),
    tags: concurrencyQuota.apply((quota) => (hasRoom(quota) ? tags : { ...tags, [unreservedTag]: why(quota) })),
  };
}
