import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { serviceHostIn } from "../core/cloudtrail/partition";
import type { AddressList, GuardDutyConfiguration } from "../core/configuration/configuration";
import type { Detector } from "./detectors";
import { declarePrivateBucket } from "./private-bucket";
import type { ListSetting } from "./threat-list";
import { checkedList } from "./threat-list";
import type { WardenContext } from "./warden-context";

/** The lists of a stack that are to be declared. */
export type DeclaredLists = Pick<GuardDutyConfiguration, ListSetting>;

/**
 * The lists as the stack has them, but for those with an address where there is no engine that deploys: a local run fetches
 * nothing, and no function reads a list.
 */
export function declaredLists(
  { configuration }: Pick<WardenContext, "configuration">,
  isDeploying = pulumi.runtime.getEngine() !== undefined,
): DeclaredLists {
  const { threatList, trustedList } = configuration.guardDuty;
  const declared = (list: AddressList | undefined) => (list?.kind === "url" && !isDeploying ? undefined : list);
  return { threatList: declared(threatList), trustedList: declared(trustedList) };
}

/** An uploaded list, as detectors are told of it. */
interface UploadedList {
  readonly name: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
  readonly object: aws.s3.BucketObjectv2;
}

/**
 * The threat list and the trusted list, in a private bucket that GuardDuty reads, for the detector of each region. The name of
 * an object carries the hash of what is in it, so that GuardDuty gets a new list, active from the start, exactly when an entry
 * comes or goes: one whose object was overwritten would go on with the old entries until it is activated again.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-lists-update-procedure.html
 */
export class AddressLists extends pulumi.ComponentResource {
  private readonly bucket: aws.s3.Bucket;
  private readonly policy: aws.s3.BucketPolicy;

  constructor(
    name: string,
    detectors: readonly Detector[],
    { threatList, trustedList }: DeclaredLists,
    private readonly context: WardenContext,
  ) {
    super("api-warden:index:AddressLists", name);
    const { bucket, letIn } = declarePrivateBucket(name, context, this);
    this.bucket = bucket;
    this.policy = letIn(
      [
        {
          Sid: "GuardDutyReads",
          Principal: { AWS: guardDutyRole(context) },
          Action: ["s3:GetObject"],
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
      ],
      // GuardDuty makes its role with the first detector, and a policy can't name a role that is not there.
      detectors.flatMap(({ resource }) => resource ?? []),
    );
    if (threatList !== undefined) this.declareThreats(detectors, this.upload("threatList", threatList));
    if (trustedList !== undefined) this.declareTrusted(detectors, this.upload("trustedList", trustedList));
    this.registerOutputs({ bucket: bucket.id });
  }

  private upload(setting: ListSetting, addresses: AddressList): UploadedList {
    const { region, title } = this.context;
    const list = pulumi.output(checkedList(setting, addresses));
    const object = new aws.s3.BucketObjectv2(
      setting,
      {
        bucket: this.bucket.id,
        key: pulumi.interpolate`${setting}/${list.sha256}.txt`,
        content: list.content,
        contentType: "text/plain",
      },
      { parent: this },
    );
    const host = region.apply((name) => serviceHostIn("s3", name));
    return {
      name: object.key.apply((key) => listName(title, key)),
      location: pulumi.interpolate`https://${host}/${object.bucket}/${object.key}`,
      object,
    };
  }

  private declareThreats(detectors: readonly Detector[], list: UploadedList): void {
    for (const detector of detectors) {
      new aws.guardduty.ThreatIntelSet(`threats-${detector.region}`, this.listOf(detector, list), {
        ...this.optionsOf(list),
      });
    }
  }

  /** A region has one trusted list, so the old one goes before the new one comes. */
  private declareTrusted(detectors: readonly Detector[], list: UploadedList): void {
    for (const detector of detectors) {
      new aws.guardduty.IPSet(`trusted-${detector.region}`, this.listOf(detector, list), {
        ...this.optionsOf(list),
        deleteBeforeReplace: true,
      });
    }
  }

  private listOf({ id, region }: Detector, { name, location }: UploadedList) {
    return { detectorId: id, name, location, format: "TXT", activate: true, region, tags: this.context.tags };
  }

  /** A list that is told of a new object is not active any more: a new list is. */
  private optionsOf({ object }: UploadedList): pulumi.CustomResourceOptions {
    return { parent: this, dependsOn: [object, this.policy], replaceOnChanges: ["location"] };
  }
}

/** As findings name the list. GuardDuty takes letters, digits, - and _, and no name twice in a region. */
function listName(title: string, key: string): string {
  const [setting = "", hash = ""] = key.split("/");
  return `${title}-${setting}-${hash.slice(0, 12)}`.replace(/[^\w-]/g, "-");
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/slr-permissions.html */
function guardDutyRole({ accountId, partition }: WardenContext): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:iam::${accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`;
}
