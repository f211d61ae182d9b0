import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import * as fixture from "../../fixture";
import { key, keysTable, refused, TableName } from "./keys-table";

describe("DynamoDB", () => {
  const table = keysTable();
  const { put, get, transact } = table;

  describe("transactions", () => {
    const Put = (id: string, more: object = {}) => ({ Put: { TableName, Item: key(id), ...more } });
    const isNew = { ConditionExpression: "attribute_not_exists(id)" };

    it("carry out every part", async () => {
      await put(key("gone"));
      await transact(
        Put("a", isNew),
        { Delete: { TableName, Key: key("gone") } },
        {
          Update: {
            TableName,
            Key: key("b"),
            UpdateExpression: "ADD n :n",
            ExpressionAttributeValues: { ":n": { N: "2" } },
          },
        },
        { ConditionCheck: { TableName, Key: key("c"), ...isNew } },
      );
      expect(await get(key("a"))).to.deep.equal(key("a"));
      expect(await get(key("b"))).to.deep.equal({ ...key("b"), n: { N: "2" } });
      expect(await get(key("gone"))).to.equal(undefined);
      expect(await get(key("c"))).to.equal(undefined);
    });

    it("carry out nothing when one part fails, and say which", async () => {
      await put({ ...key("taken"), x: { S: "1" } });
      const error = await fixture.errorOf(
        transact(Put("a"), Put("taken", { ...isNew, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }), {
          Update: { TableName, Key: key("b"), UpdateExpression: "SET n = absent" },
        }),
      );
      expect(error).to.be.instanceOf(sdk.TransactionCanceledException);
      expect(error.message).to.contain("[None, ConditionalCheckFailed, ValidationError]");
      expect(error["CancellationReasons"]).to.have.deep.nested.property("[1].Item", { ...key("taken"), x: { S: "1" } });
      expect(await get(key("a"))).to.equal(undefined);
    });

    it("have at most 100 parts, and no item twice", async () => {
      await refused(transact(...Array.from({ length: 101 }, (_, index) => Put(`k${index}`))), "ValidationException");
      await refused(transact(Put("a"), { Delete: { TableName, Key: key("a") } }), "ValidationException: .*one item");
      expect(await get(key("a"))).to.equal(undefined);
    });

    it("are carried out once for one token", async () => {
      const add = (n: string) => ({
        ClientRequestToken: "token",
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key("a"),
              UpdateExpression: "ADD n :n",
              ExpressionAttributeValues: { ":n": { N: n } },
            },
          },
        ],
      });
      const send = (n: string) => table.client.send(new sdk.TransactWriteItemsCommand(add(n)));
      await send("1");
      await send("1");
      expect((await get(key("a")))?.["n"]).to.deep.equal({ N: "1" });
      await refused(send("2"), "IdempotentParameterMismatchException");
      table.account.setClock(600_001);
      await send("2");
      expect((await get(key("a")))?.["n"]).to.deep.equal({ N: "3" });
    });

    it("ask for the permission of every part", async () => {
      const error = await fixture.errorOf(
        new sdk.DynamoDBClient(fixture.clientOptions(table.account.endpoint, "AKIALOCALREADER")).send(
          new sdk.TransactWriteItemsCommand({
            TransactItems: [{ ConditionCheck: { TableName, Key: key("a"), ...isNew } }],
          }),
        ),
      );
      expect(error.message).to.contain("dynamodb:ConditionCheckItem on resource");
    });
  });
});
