import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { openAccountDirectory } from "../handlers/account-directory";
import type { AccountLookUpEnvironment } from "../handlers/account-directory";
import type { AccountNames } from "../handlers/named-accounts";
import type { Statement } from "./policy-document";
import { namedSecretArn } from "./slack-access";
import type { WardenContext } from "./warden-context";

/** What a function that tells people of accounts has where accounts are looked up. */
export interface AccountLookUpParts {
  readonly table: aws.dynamodb.Table;
  readonly environment: { readonly [Name in keyof AccountLookUpEnvironment]: pulumi.Input<string> };
  /** For a function that has these statements of its own. */
  statementsBeside(own: readonly Statement[]): readonly Statement[];
}

/** What is found is kept in the table of the actions. Undefined where nothing is looked up. */
export function accountLookUp(
  context: WardenContext,
  makeTable: (context: WardenContext) => aws.dynamodb.Table,
): AccountLookUpParts | undefined {
  const { accountLookUp: setting } = context.configuration;
  if (setting === undefined) return undefined;
  const { role, ownerTag, environmentTag } = setting;
  const table = makeTable(context);
  return {
    table,
    environment: {
      ORGANIZATION_LOOK_UP: pulumi.jsonStringify({
        table: table.name,
        ...{ ownerTag, environmentTag },
        ...(role === undefined ? {} : { roleArn: role.arn }),
      }),
      ...(role === undefined ? {} : { ORGANIZATION_EXTERNAL_ID_SECRET_ID: role.externalIdSecret }),
    },
    statementsBeside: (own) => [...keepingStatements(table, own), ...lookingStatements(context)],
  };
}

/** None where a function may use the whole table anyway. */
function keepingStatements(table: aws.dynamodb.Table, own: readonly Statement[]): Statement[] {
  const Condition = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["ACCOUNT#*"] } };
  const Action = ["dynamodb:GetItem", "dynamodb:PutItem"];
  return own.some((one) => one.Resource === table.arn && one.Condition === undefined)
    ? []
    : [{ Sid: "KnownAccounts", Action, Resource: table.arn, Condition }];
}

/** The names of accounts for what a handler captures. */
export function accountNames({ configuration }: WardenContext): AccountNames {
  const { organization, accountLookUp: setting } = configuration;
  return { organization, ...(setting === undefined ? {} : { lookUp: openAccountDirectory }) };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html */
function lookingStatements(context: WardenContext): Statement[] {
  const { partition, accountId } = context;
  const role = context.configuration.accountLookUp?.role;
  if (role === undefined) {
    const ofOrganization = (kind: string) =>
      pulumi.interpolate`arn:${partition}:organizations::${accountId}:${kind}/o-*`;
    return [
      {
        Sid: "LookAtAccounts",
        Action: [
          "organizations:DescribeAccount",
          "organizations:DescribeOrganizationalUnit",
          "organizations:ListParents",
          "organizations:ListTagsForResource",
        ],
        Resource: [ofOrganization("account"), ofOrganization("ou")],
      },
    ];
  }
  return [
    { Sid: "OrganizationRole", Action: ["sts:AssumeRole"], Resource: role.arn },
    {
      Sid: "OrganizationExternalId",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: namedSecretArn(role.externalIdSecret, context),
    },
  ];
}
