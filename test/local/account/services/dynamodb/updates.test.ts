import type * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import { key, keysTable, refused } from "./keys-table";

describe("DynamoDB", () => {
  const { put, get, update } = keysTable();

  describe("updates", () => {
    it("create the item, count, append, and read every operand from the item as it was", async () => {
      const more: Partial<sdk.UpdateItemCommandInput> = {
        ExpressionAttributeNames: { "#c": "count" },
        ExpressionAttributeValues: { ":one": { N: "1" }, ":l": { L: [{ S: "x" }] }, ":none": { L: [] } },
        ReturnValues: "ALL_NEW",
      };
      const text =
        "SET entries = list_append(if_not_exists(entries, :none), :l), before_it = if_not_exists(#c, :one) ADD #c :one";
      await update(key("a"), text, more);
      const { Attributes } = await update(key("a"), text, more);
      expect(Attributes).to.deep.equal({
        ...key("a"),
        entries: { L: [{ S: "x" }, { S: "x" }] },
        before_it: { N: "1" },
        count: { N: "2" },
      });
    });

    it("add to sets and delete from them, down to nothing", async () => {
      const with_ = (...words: string[]) => ({
        ExpressionAttributeValues: { ":w": { SS: words } },
        ReturnValues: "UPDATED_NEW" as const,
      });
      await update(key("a"), "ADD words :w", with_("x", "y"));
      const { Attributes } = await update(key("a"), "ADD words :w", with_("y", "z"));
      expect(Attributes).to.deep.equal({ words: { SS: ["x", "y", "z"] } });
      await update(key("a"), "DELETE words :w", with_("x", "z", "other"));
      expect((await get(key("a")))?.["words"]).to.deep.equal({ SS: ["y"] });
      await update(key("a"), "DELETE words :w", with_("y"));
      expect(await get(key("a"))).to.deep.equal(key("a"));
    });

    it("remove attributes and elements by the positions before the update", async () => {
      await put({ ...key("a"), l: { L: ["0", "1", "2", "3"].map((S) => ({ S })) }, m: { M: { x: { S: "x" } } } });
      await update(key("a"), "REMOVE l[0], l[2], m.x");
      expect(await get(key("a"))).to.deep.equal({ ...key("a"), l: { L: [{ S: "1" }, { S: "3" }] }, m: { M: {} } });
    });

    it("refuse to add to an attribute that is not there", () =>
      refused(
        update(key("a"), "SET n = n + :v", { ExpressionAttributeValues: { ":v": { N: "1" } } }),
        "ValidationException: The provided expression refers to an attribute that does not exist",
      ));

    it("change nothing when their condition fails", async () => {
      await put({ ...key("a"), n: { N: "1" } });
      const more = { ConditionExpression: "n > :v", ExpressionAttributeValues: { ":v": { N: "1" } } };
      await refused(
        update(key("a"), "SET n = :v", more),
        "ConditionalCheckFailedException: The conditional request failed",
      );
      await refused(update(key("b"), "SET n = :v", more), "ConditionalCheckFailedException");
      expect(await get(key("b"))).to.equal(undefined);
    });
  });
});
