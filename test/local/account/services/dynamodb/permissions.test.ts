import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import * as fixture from "../../fixture";
import { keysTable, TableName } from "./keys-table";

describe("DynamoDB", () => {
  const table = keysTable();

  it("lets a policy name the partition keys", async () => {
    const Condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] } };
    const Statement = { Effect: "Allow", Action: "dynamodb:*", Resource: fixture.TABLE_ARN, Condition };
    const caller = { function: "probe", roleArn: "arn:aws:iam::111122223333:role/probe", policies: [{ Statement }] };
    table.account.put({ callers: { AKIAPROBE: caller } });
    const probe = new sdk.DynamoDBClient(fixture.clientOptions(table.account.endpoint, "AKIAPROBE"));
    const ask = (id: string) =>
      probe.send(
        new sdk.QueryCommand({
          TableName,
          KeyConditionExpression: "id = :id",
          ExpressionAttributeValues: { ":id": { S: id } },
        }),
      );
    expect((await ask("mine")).Count).to.equal(0);
    expect((await fixture.errorOf(ask("other"))).name).to.equal("AccessDeniedException");
    const scan = await fixture.errorOf(probe.send(new sdk.ScanCommand({ TableName })));
    expect(scan.name).to.equal("AccessDeniedException");
  });
});
