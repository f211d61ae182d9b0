import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { WardenContext } from "./warden-context";

/**
 * The account of the trail that the stack creates. An organization's trail is the management account's, whoever has made it: one
 * that a delegated administrator makes has that account in its ARN, too, and its own folder in the bucket.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
 */
export function trailOwner({ accountId, configuration: { trail } }: WardenContext): pulumi.Output<string> {
  const isOfOrganization = trail.kind === "create" && trail.organization;
  return isOfOrganization ? aws.organizations.getOrganizationOutput().masterAccountId : accountId;
}
