import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import type { Attributes } from "./keys-table";
import { key, keysTable, refused, TableName } from "./keys-table";

describe("DynamoDB", () => {
  const table = keysTable();
  const { put, get, query } = table;

  describe("items", () => {
    it("come back as they were put, of every type", async () => {
      const item: Attributes = {
        ...key("a"),
        bytes: { B: Uint8Array.from([0, 255, 128]) },
        many: { BS: [Uint8Array.from([1]), Uint8Array.from([2])] },
        words: { SS: ["x", "y"] },
        numbers: { NS: ["1", "2.5"] },
        yes: { BOOL: true },
        nothing: { NULL: true },
        nested: { M: { list: { L: [{ S: "é" }, { N: "-0.5" }] }, toString: { S: "" } } },
        constructor: { S: "own" },
      };
      await put(item);
      expect(await get(key("a"))).to.deep.equal(item);
    });

    it("have their numbers in plain notation", async () => {
      await put({ ...key("a"), n: { NS: ["1e3", "+0.50", "-0"] } });
      expect((await get(key("a")))?.["n"]).to.deep.equal({ NS: ["1000", "0.5", "0"] });
    });

    it("are found by numbers that are equal, however written", async () => {
      await put({ id: { S: "a" }, at: { N: "1.0" } });
      expect(await get({ id: { S: "a" }, at: { N: "10e-1" } })).to.deep.equal(key("a"));
    });

    it("are replaced whole, and given back when asked", async () => {
      await put({ ...key("a"), x: { S: "1" } });
      const { Attributes } = await put({ ...key("a"), y: { S: "2" } }, { ReturnValues: "ALL_OLD" });
      expect(Attributes).to.deep.equal({ ...key("a"), x: { S: "1" } });
      expect(await get(key("a"))).to.deep.equal({ ...key("a"), y: { S: "2" } });
    });

    it("are deleted, and given back when asked", async () => {
      await put(key("a"));
      const remove = () =>
        table.client.send(new sdk.DeleteItemCommand({ TableName, Key: key("a"), ReturnValues: "ALL_OLD" }));
      expect((await remove()).Attributes).to.deep.equal(key("a"));
      expect((await remove()).Attributes).to.equal(undefined);
    });

    it("are shown in part by a projection", async () => {
      await put({ ...key("a"), m: { M: { x: { S: "1" }, y: { S: "2" } } }, l: { L: [{ S: "p" }, { S: "q" }] } });
      expect(await get(key("a"), { ProjectionExpression: "m.x, l[1], absent" })).to.deep.equal({
        m: { M: { x: { S: "1" } } },
        l: { L: [{ S: "q" }] },
      });
    });

    it("have at most 400 KB, names included", async () => {
      const fixed = "id".length + 1 + "at".length + 2 + "x".length;
      await put({ ...key("a"), x: { S: "y".repeat(400 * 1024 - fixed) } });
      const more = { ...key("a"), x: { S: "y".repeat(400 * 1024 - fixed + 1) } };
      await refused(put(more), "ValidationException: Item size has exceeded");
    });
  });

  describe("time to live", () => {
    const SECOND = 1_800_000_000;
    beforeEach(async () => {
      await put({ ...key("a"), expires: { N: String(SECOND) } });
    });

    it("keeps an item until its second has passed by the clock", async () => {
      table.account.setClock(SECOND * 1000 + 999);
      expect(await get(key("a"))).not.to.equal(undefined);
      table.account.setClock((SECOND + 1) * 1000);
      expect(await get(key("a"))).to.equal(undefined);
    });

    it("takes an expired item out of queries, and out of the way of a new one", async () => {
      await put({ ...key("a", 2) });
      table.account.setClock((SECOND + 1) * 1000);
      const page = await query({ KeyConditionExpression: "id = :a", ExpressionAttributeValues: { ":a": { S: "a" } } });
      expect(page).to.deep.include({ Items: [key("a", 2)], ScannedCount: 1 });
      await put(key("a"), { ConditionExpression: "attribute_not_exists(id)" });
    });

    it("takes a time more than five years back for a mistake, and a text for none", async () => {
      table.account.setClock((SECOND + 6 * 365 * 86_400) * 1000);
      expect(await get(key("a"))).not.to.equal(undefined);
      await put({ ...key("b"), expires: { S: "1" } });
      expect(await get(key("b"))).not.to.equal(undefined);
    });
  });
});
