import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { lateStop } from "./late-stop";
import { noteOwnId, noteOwnPart } from "./own-parts";
import type { WardenContext } from "./warden-context";

/** The detector of a region, GuardDuty's one switch there. */
export interface Detector {
  readonly region: string;
  readonly id: pulumi.Output<string>;
  /** Where the stack declares it. */
  readonly resource?: aws.guardduty.Detector;
}

/** A detector in each region: declared, or looked up where it is somebody else's; none where an administrator has them. */
export function detectors(regions: readonly string[], context: WardenContext): readonly Detector[] {
  switch (context.configuration.guardDuty.detector) {
    case "create":
      return watched(
        regions.map((region) => createdDetector(region, context)),
        context,
      );
    case "existing":
      return watched(regions.map(existingDetector), context);
    case "none":
      void pulumi.log.info(withoutDetector(context));
      return [];
  }
}

/** Whoever takes a detector away, or what it tells of, blinds Warden. */
function watched(found: readonly Detector[], context: WardenContext): readonly Detector[] {
  const ids = found.map(({ id }) => id);
  noteOwnPart(context, ...ids);
  noteOwnId(context, ...ids);
  return found;
}

/** Repeats of a finding come four times an hour, the most that GuardDuty offers, and not four times a day. */
function createdDetector(region: string, { tags }: WardenContext): Detector {
  const resource = new aws.guardduty.Detector(`guard-duty-${region}`, {
    enable: true,
    findingPublishingFrequency: "FIFTEEN_MINUTES",
    region,
    tags,
  });
  return { region, id: resource.id, resource };
}

function existingDetector(region: string): Detector {
  const found = aws.guardduty.getDetector({ region }).catch((error: unknown) => {
    throw lateStop(
      `api-warden:guardDuty.detector is existing, but no detector of GuardDuty was found in ${region}${reasonIn(error)}: turn GuardDuty on there, leave ${region} out of api-warden:regions, or set detector to create`,
    );
  });
  return { region, id: pulumi.output(found).id };
}

function reasonIn(error: unknown): string {
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return reason === "" ? "" : ` (${reason.slice(0, 300)})`;
}

function withoutDetector({ configuration: { guardDuty } }: WardenContext): string {
  const lists = (["threatList", "trustedList"] as const).filter((name) => guardDuty[name] !== undefined);
  const leftOut =
    lists.length === 0 ? "" : `; ${lists.map((name) => `guardDuty.${name}`).join(" and ")} left out of this stack`;
  return `api-warden:guardDuty.detector is none: findings are answered, but this stack declares no detector and no lists${leftOut}. Where an administrator manages GuardDuty, both belong to the administrator's account: deploy a stack with detector existing there`;
}
