import type * as aws from "@pulumi/aws";

import type { Actions } from "./actions";
import { dataTable } from "./data-table";
import type { Statement } from "./policy-document";
import type { WardenContext } from "./warden-context";

/** The table of key profiles: one small item for each long-term key. */
export function profilesTable(context: WardenContext): aws.dynamodb.Table {
  return dataTable("profiles", context, { hasItems: false });
}

/** What keeping profiles takes, beside what is remembered of reports: the table, people's word, and the mail. */
export function profileStatements({ table, alertTopicArn }: Actions, profiles: aws.dynamodb.Table): Statement[] {
  return [
    { Sid: "Profiles", Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem"], Resource: profiles.arn },
    {
      Sid: "ExpectedUse",
      Action: ["dynamodb:BatchGetItem", "dynamodb:Query"],
      Resource: table.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["EXPECTED#*"] } },
    },
    { Sid: "AlertTopic", Action: ["sns:Publish"], Resource: alertTopicArn },
  ];
}
