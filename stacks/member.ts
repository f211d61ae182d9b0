import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { MemberRole } from "../core/members/role-names";
import { forwardingRuleName, suffixes } from "../core/members/role-names";
import type { MemberStatement } from "../core/members/statements";
import { actStatements, readStatements } from "../core/members/statements";
import { memberTrust } from "../core/members/trust";
import { ForwardedEvents } from "./forwarded-events";
import { wantedEvents } from "./wanted-events";

export interface WardenMemberArgs {
  /** The hub's `memberRole`: name of the role that changes, with its path if it has one. */
  readonly memberRole: Pick<MemberRole, "role">;
  /** The outputs `hubRoleArns` and `hubBusArn` of the hub's stack. */
  readonly hubRoleArns: pulumi.Input<pulumi.Input<string>[]>;
  readonly hubBusArn: pulumi.Input<string>;
  readonly organizationId: pulumi.Input<string>;
  /** As the hub's secret has it. */
  readonly externalId: pulumi.Input<string>;
  /** The regions whose events are sent to the hub. */
  readonly regions: readonly string[];
  /** The hub's `guardDuty.minSeverity`; its default where it is absent. */
  readonly minSeverity?: number;
  readonly permissionsBoundary?: pulumi.Input<string>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** As `guardDuty.minSeverity` is where it is not said. */
const usualSeverity = 4;

/**
 * What a member account has of Warden, as the template for StackSets has it: the role that looks, the role that changes, and in
 * each region the rules that send events to the hub. To be declared with a provider of the member's account.
 */
export class WardenMember extends pulumi.ComponentResource {
  readonly readRole: aws.iam.Role;
  readonly actRole: aws.iam.Role;

  constructor(name: string, args: WardenMemberArgs, options?: pulumi.ComponentResourceOptions) {
    super("api-warden:index:Member", name, {}, options);
    const child = { parent: this };
    const [, folder = "", roleName = ""] = /^(.*\/)?([^/]+)$/.exec(args.memberRole.role) ?? [];
    const path = `/${folder}`;
    const { tags = {}, permissionsBoundary } = args;
    const accountId = aws.getCallerIdentityOutput({}, child).accountId;
    const place = pulumi
      .all([aws.getPartitionOutput({}, child).partition, accountId])
      .apply(([partition, account]) => ({ partition, account, roleName }));
    const trust = pulumi.jsonStringify(
      memberTrust({ principals: args.hubRoleArns, externalId: args.externalId, organizationId: args.organizationId }),
    );
    const role = (doing: "read" | "act", description: string, Statement: pulumi.Output<readonly MemberStatement[]>) => {
      const made = new aws.iam.Role(
        `${name}-${doing}`,
        {
          name: `${roleName}${suffixes[doing]}`,
          path,
          description,
          assumeRolePolicy: trust,
          permissionsBoundary,
          tags,
        },
        child,
      );
      const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement });
      new aws.iam.RolePolicy(`${name}-${doing}`, { name: "api-warden", role: made.id, policy }, child);
      return made;
    };
    this.readRole = role("read", "What the hub's functions may look at", place.apply(readStatements));
    this.actRole = role("act", "What the hub's functions may change", place.apply(actStatements));
    new ForwardedEvents(
      `${name}-forward`,
      {
        events: wantedEvents(args.minSeverity ?? usualSeverity),
        regions: args.regions,
        busArn: args.hubBusArn,
        accountId,
        to: "the hub of API Warden",
        names: {
          role: `${roleName}${suffixes.forward}`,
          rule: (event) => forwardingRuleName(args.memberRole, event),
        },
        path,
        permissionsBoundary,
        tags,
      },
      child,
    );
    this.registerOutputs({ readRoleArn: this.readRole.arn, actRoleArn: this.actRole.arn });
  }
}
