import * as pulumi from "@pulumi/pulumi";

import { accountModes, mayChangeSomewhere } from "../core/actions/account-modes";
import type { Configuration } from "../core/configuration/configuration";
import type { ActionName } from "../core/configuration/names";
import type { Doing } from "../core/members/role-names";
import { memberRoleArn } from "../core/members/role-names";
import type { Statement } from "./policy-document";
import { namedSecretArn } from "./slack-access";
import type { WardenContext } from "./warden-context";

/** Whether there are accounts beside this one in which functions may act, and a role there. */
export function reachesOthers({ accounts = [], memberRole }: Pick<Configuration, "accounts" | "memberRole">): boolean {
  return memberRole !== undefined && accounts.length > 0;
}

/** The part of a responder's environment by which it reaches other accounts. */
export function reachEnvironment({ configuration }: WardenContext): { readonly EXTERNAL_ID_SECRET_ID?: string } {
  const { memberRole } = configuration;
  return memberRole === undefined || !reachesOthers(configuration)
    ? {}
    : { EXTERNAL_ID_SECRET_ID: memberRole.externalIdSecret };
}

/**
 * What a responder may do to reach other accounts: read the external id, and assume the roles of the listed accounts alone. The role
 * that changes things only where one of the actions is not `notify`, or `always`: to see whether it can be assumed.
 */
export function reachStatements(
  context: WardenContext,
  actions: readonly ActionName[],
  { always = false } = {},
): readonly Statement[] {
  const { configuration } = context;
  const { memberRole } = configuration;
  const modes = accountModes(configuration);
  if (memberRole === undefined || !reachesOthers(configuration)) return [];
  const acts = always || actions.some((action) => mayChangeSomewhere(modes, action));
  return [
    {
      Sid: "ExternalId",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: namedSecretArn(memberRole.externalIdSecret, context),
    },
    assumeStatement(memberRole, acts ? ["read", "act"] : ["read"], context),
  ];
}

/**
 * Accounts stand in the condition and not in an ARN each: a role's policies have 10,240 characters together, which were too few for
 * the ARNs of a hundred accounts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function assumeStatement(
  memberRole: NonNullable<Configuration["memberRole"]>,
  doings: readonly Doing[],
  context: WardenContext,
): Statement {
  return {
    Sid: "ReachMembers",
    Action: ["sts:AssumeRole"],
    Resource: pulumi
      .output(context.partition)
      .apply((partition) => doings.map((doing) => memberRoleArn(memberRole, doing, { partition, account: "*" }))),
    Condition: { StringEquals: { "aws:ResourceAccount": memberAccounts(context) } },
  };
}

/** All listed accounts but this one, which needs no role; this one where it is the only one, for a policy has to name something. */
export function memberAccounts({ configuration, accountId }: WardenContext): pulumi.Output<string[]> {
  const { accounts = [] } = configuration;
  return pulumi.output(accountId).apply((own) => {
    const others = accounts.filter((account) => account !== own);
    return others.length === 0 ? [...accounts] : others;
  });
}
