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
 * What a responder may do to reach other accounts: read the external id, and assume the listed accounts' roles, each by its
 * ARN. The role that changes things only where one of the actions is not `notify`, or `always`: to see whether it can be assumed.
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
  const assume = (Sid: string, doing: Doing): Statement => ({
    Sid,
    Action: ["sts:AssumeRole"],
    Resource: roleArns(memberRole, doing, context),
  });
  return [
    {
      Sid: "ExternalId",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: namedSecretArn(memberRole.externalIdSecret, context),
    },
    assume("LookInMembers", "read"),
    ...(always || actions.some((action) => mayChangeSomewhere(modes, action)) ? [assume("ActInMembers", "act")] : []),
  ];
}

/** Of all listed accounts but this one, which needs none; of this one where it is the only one, for a policy has to name something. */
function roleArns(
  memberRole: NonNullable<Configuration["memberRole"]>,
  doing: Doing,
  { configuration, partition, accountId }: WardenContext,
): pulumi.Output<string[]> {
  const { accounts = [] } = configuration;
  return pulumi.all([partition, accountId]).apply(([found, own]) => {
    const others = accounts.filter((account) => account !== own);
    const named = others.length === 0 ? accounts : others;
    return named.map((account) => memberRoleArn(memberRole, doing, { partition: found, account }));
  });
}
