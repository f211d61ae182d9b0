import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PostDenialsSettings } from "../handlers/post-denials/settings";
import { accountNames } from "./account-look-up";
import type { WardenContext } from "./warden-context";

/** How functions reach people. */
export interface SlackAccess {
  readonly channel: PostDenialsSettings["channel"];
  readonly secret?: {
    /** Name of the environment variable that tells the function where to look. */
    readonly variable: "SLACK_WEBHOOK_SECRET_ID" | "SLACK_TOKEN_SECRET_ID";
    /** Name or ARN in Secrets Manager, for the function to read. */
    readonly id: pulumi.Input<string>;
    /** ARN, or its pattern where only the name is known: Secrets Manager appends six characters of its own. */
    readonly arn: pulumi.Input<string>;
  };
}

/** The secret that the configuration names, or one that the stack makes from `slackWebhook`; mail where Slack is off. Once per program. */
export function slackAccess(context: WardenContext): SlackAccess {
  const access = accessByDestination(context);
  return context.configuration.organization === undefined
    ? access
    : { ...access, channel: { ...access.channel, ...accountNames(context) } };
}

function accessByDestination(context: WardenContext): SlackAccess {
  const { destination } = context.configuration.slack;
  switch (destination.kind) {
    case "off":
      void pulumi.log.warn(
        "Slack is off: neither api-warden:slack nor api-warden:slackWebhook is set. Messages are mailed to the alert topic.",
      );
      return { channel: { kind: "mail" } };
    case "webhook":
      return {
        channel: { kind: "webhook" },
        secret: namedSecret("SLACK_WEBHOOK_SECRET_ID", destination.webhookSecret, context),
      };
    case "app":
      return {
        channel: { kind: "app", channel: destination.channel },
        secret: namedSecret("SLACK_TOKEN_SECRET_ID", destination.tokenSecret, context),
      };
    case "stack-webhook":
      return { channel: { kind: "webhook" }, secret: ownSecret(context) };
  }
}

function namedSecret(
  variable: NonNullable<SlackAccess["secret"]>["variable"],
  id: string,
  context: WardenContext,
): SlackAccess["secret"] {
  return { variable, id, arn: namedSecretArn(id, context) };
}

/** The ARN of a secret that the configuration names, or its pattern where only the name is known. */
export function namedSecretArn(id: string, { partition, region, accountId }: WardenContext): pulumi.Input<string> {
  if (id.startsWith("arn:")) return id;
  return pulumi.interpolate`arn:${partition}:secretsmanager:${region}:${accountId}:secret:${id}-??????`;
}

function ownSecret(context: WardenContext): SlackAccess["secret"] {
  const webhook = new pulumi.Config().requireSecret("slackWebhook");
  const secret = new aws.secretsmanager.Secret("slack-webhook", {
    description: `Slack incoming webhook of ${context.title}`,
    tags: context.tags,
  });
  new aws.secretsmanager.SecretVersion("slack-webhook", { secretId: secret.id, secretString: webhook });
  return { variable: "SLACK_WEBHOOK_SECRET_ID", id: secret.arn, arn: secret.arn };
}
