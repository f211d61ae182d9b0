import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { partitionOfRegion } from "../core/cloudtrail/partition";
import type { WardenContext } from "./warden-context";

export interface WatchedRegions {
  /** The region deployed into, where the functions run. */
  readonly home: string;
  /** All that are watched, each once; the region deployed into is among them unless `regions` leaves it out. */
  readonly all: readonly string[];
}

/**
 * The regions of the setting `regions`; without it, the one deployed into and the one in which the partition's global services
 * record. Resources are declared for each of them, so the region deployed into has to be known before any is: it is the
 * provider's `aws:region`, or the environment's.
 */
export function watchedRegions({ configuration }: WardenContext): WatchedRegions {
  const home = aws.config.region;
  if (home === undefined) {
    throw new pulumi.RunError(
      "aws:region: found nothing; allowed: the region to deploy into: npx pulumi config set aws:region REGION",
    );
  }
  const all = configuration.regions ?? [home, partitionOfRegion(home).globalRegion];
  return { home, all: [...new Set(all)] };
}
