import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * ARN of the user or role that deploys. A role's session is named `session`, whatever its name is: names of sessions differ from one
 * deployment to the next, and with them the functions that are told of it would.
 */
export function deployingPrincipalArn(): pulumi.Output<string> {
  return aws.getCallerIdentityOutput().arn.apply(withoutSessionName);
}

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
export function withoutSessionName(arn: string): string {
  return arn.replace(/^(arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+\/).*$/, "$1session");
}
