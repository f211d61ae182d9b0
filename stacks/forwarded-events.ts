import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { ForwardedEvents as Events } from "../core/members/template";
import { forwardRetries } from "../core/members/template";
import { forwardTrust } from "../core/members/trust";
import { checkedEventPattern } from "./checked-event-pattern";
import { policyDocument } from "./policy-document";

export interface ForwardedEventsArgs {
  /** One rule for each of them in every region. Rules are called by the name and the region. */
  readonly events: readonly Events[];
  readonly regions: readonly string[];
  /** Where they go: a bus of this account or of another one, in whichever region. */
  readonly busArn: pulumi.Input<string>;
  readonly accountId: pulumi.Input<string>;
  /** Who gets them, in words for people. */
  readonly to: string;
  /** Names that others know the role and the rules by; Pulumi's own where they are absent. */
  readonly names?: { readonly role: string; readonly rule: (event: string) => string };
  readonly path?: pulumi.Input<string> | undefined;
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Sends events of some regions to one bus elsewhere: a rule sees its own region alone, and a function is a target in its own
 * region alone. By a role that may put events onto that one bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class ForwardedEvents extends pulumi.ComponentResource {
  /** Names of rules that nobody could tell for Warden's own. */
  readonly rulesToNote: pulumi.Output<string>[] = [];

  constructor(name: string, args: ForwardedEventsArgs, options?: pulumi.ComponentResourceOptions) {
    super("api-warden:index:ForwardedEvents", name, {}, options);
    const { busArn, names, tags, to } = args;
    const child = { parent: this };
    const role = new aws.iam.Role(
      name,
      {
        ...(names === undefined ? {} : { name: names.role }),
        assumeRolePolicy: pulumi.jsonStringify(forwardTrust(args.accountId)),
        description: `Rules send events to ${to}`,
        path: args.path,
        permissionsBoundary: args.permissionsBoundary,
        tags,
      },
      child,
    );
    const maySend = new aws.iam.RolePolicy(
      name,
      {
        role: role.id,
        policy: policyDocument([{ Sid: "SendHome", Action: ["events:PutEvents"], Resource: busArn }]),
      },
      child,
    );
    for (const region of args.regions) {
      for (const event of args.events) {
        const inRegion = event.name === name ? `${name}-${region}` : `${name}-${event.name}-${region}`;
        const rule = new aws.cloudwatch.EventRule(
          inRegion,
          {
            ...(names === undefined ? {} : { name: names.rule(event.name) }),
            description: `${event.description} in ${region}, sent to ${to}`,
            eventPattern: checkedEventPattern(`rule ${inRegion}`, event.pattern),
            region,
            tags,
          },
          child,
        );
        new aws.cloudwatch.EventTarget(
          inRegion,
          {
            rule: rule.name,
            arn: busArn,
            roleArn: role.arn,
            retryPolicy: {
              maximumRetryAttempts: forwardRetries.attempts,
              maximumEventAgeInSeconds: forwardRetries.ageSeconds,
            },
            region,
          },
          { ...child, dependsOn: [maySend] },
        );
        // What is named by its beginning is known by it: all names would not fit into a function's environment.
        if (!isKnownByName(inRegion)) this.rulesToNote.push(rule.name);
      }
    }
    this.registerOutputs({});
  }
}

/** What the rules of other regions are called that `restart-trail` knows as Warden's own by their names alone. */
export const otherRegions = "other-regions";

function isKnownByName(name: string): boolean {
  return name.startsWith(`${otherRegions}-`);
}
