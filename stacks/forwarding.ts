import * as pulumi from "@pulumi/pulumi";

import type { ForwardedEvents as Events } from "../core/members/template";
import { ForwardedEvents, otherRegions } from "./forwarded-events";
import { noteOwnPart } from "./own-parts";
import { wantedOfEveryRegion } from "./wanted-events";
import type { WardenContext } from "./warden-context";
import { watchedRegions } from "./watched-regions";

/** Sends what functions want of the other watched regions home, but for GuardDuty's findings, which go with its detectors. */
export function declareForwarding(context: WardenContext): void {
  const { home, all } = watchedRegions(context);
  const others = all.filter((region) => region !== home);
  if (others.length > 0) sendHome(otherRegions, wantedOfEveryRegion, others, context);
}

/** Sends events of other regions to the default bus of the region deployed into, where the functions are. */
export function sendHome(
  name: string,
  events: readonly Events[],
  regions: readonly string[],
  context: WardenContext,
): void {
  const { accountId, configuration, partition, region: home, tags, title } = context;
  const { rolePath: path, permissionsBoundary } = configuration;
  const { rulesToNote } = new ForwardedEvents(name, {
    ...{ events, regions, accountId, path, permissionsBoundary, tags },
    busArn: pulumi.interpolate`arn:${partition}:events:${home}:${accountId}:event-bus/default`,
    to: title,
  });
  noteOwnPart(context, ...rulesToNote);
}
