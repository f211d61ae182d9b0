import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { ownRolesText } from "../core/denials/own-roles";
import { perProgram } from "./per-program";
import type { WardenContext } from "./warden-context";

interface NotedRoles {
  readonly arns: pulumi.Output<string>[];
  readonly text: pulumi.Output<string>;
  readonly tell: (text: pulumi.Output<string>) => void;
  isComplete: boolean;
}

const notedRoles = perProgram((): NotedRoles => {
  const [text, tell] = pulumi.deferredOutput<string>();
  return { arns: [], text, tell, isComplete: false };
});

/** Remembers the role of a function. Throws once the roles are said to be complete. */
export function noteOwnRole(context: WardenContext, role: aws.iam.Role, name: string): void {
  const noted = notedRoles(context);
  if (noted.isComplete) throw new Error(`function ${name} is declared after the roles of all functions were told`);
  noted.arns.push(role.arn);
}

/**
 * The roles of all functions, as `ownRoleArnsIn` reads them, those among them that are declared later: known with
 * `completeOwnRoles`. Roles depend on no function, so a function may depend on them all.
 */
export function ownRoles(context: WardenContext): pulumi.Output<string> {
  return notedRoles(context).text;
}

/** To be called after the last function is declared: what asks for the roles waits for it. */
export function completeOwnRoles(context: WardenContext): void {
  const noted = notedRoles(context);
  noted.isComplete = true;
  noted.tell(pulumi.all(noted.arns).apply(ownRolesText));
}
