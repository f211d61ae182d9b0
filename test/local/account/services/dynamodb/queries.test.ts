import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import type { Attributes } from "./keys-table";
import { key, keysTable, TableName } from "./keys-table";

describe("DynamoDB", () => {
  const table = keysTable();
  const { put, update, query } = table;

  describe("queries", () => {
    const at = async (more: Partial<sdk.QueryCommandInput> & { values?: Attributes }) => {
      const { values = {}, ...rest } = more;
      const ExpressionAttributeValues = { ":id": { S: "a" }, ...values };
      return query({ KeyConditionExpression: "id = :id", ExpressionAttributeValues, ...rest });
    };
    const places = (items: Attributes[] | undefined) => items?.map((item) => Number(item["at"]?.N));
    const low = { values: { ":low": { N: "-2" } } };

    beforeEach(async () => {
      for (const place of [10, -10, 2, -2, 0.5, 0]) {
        await put({ ...key("a", place), owner: { S: place > 0 ? "x" : "y" } });
      }
      await put(key("b", 1));
    });

    it("give one partition in the order of numbers, or backwards", async () => {
      expect(places((await at({})).Items)).to.deep.equal([-10, -2, 0, 0.5, 2, 10]);
      expect(places((await at({ ScanIndexForward: false })).Items)).to.deep.equal([10, 2, 0.5, 0, -2, -10]);
    });

    const ranges: readonly (readonly [string, readonly number[]])[] = [
      ["#at = :low", [-2]],
      ["#at < :low", [-10]],
      ["#at <= :low", [-10, -2]],
      ["#at > :low", [0, 0.5, 2, 10]],
      ["#at >= :low", [-2, 0, 0.5, 2, 10]],
    ];
    for (const [condition, expected] of ranges) {
      it(`select by ${condition}`, async () => {
        const more = {
          KeyConditionExpression: `(id = :id) AND ${condition}`,
          ExpressionAttributeNames: { "#at": "at" },
        };
        expect(places((await at({ ...low, ...more })).Items)).to.deep.equal(expected);
      });
    }

    it("select by BETWEEN, both ends included", async () => {
      const { Items } = await at({
        KeyConditionExpression: "#at BETWEEN :low AND :high AND id = :id",
        ExpressionAttributeNames: { "#at": "at" },
        values: { ":low": { N: "-2" }, ":high": { N: "2" } },
      });
      expect(places(Items)).to.deep.equal([-2, 0, 0.5, 2]);
    });

    it("page by a limit, in both directions", async () => {
      for (const ScanIndexForward of [true, false]) {
        const found: number[] = [];
        let ExclusiveStartKey: Attributes | undefined;
        do {
          const page = await at({ Limit: 4, ScanIndexForward, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
          found.push(...(places(page.Items) ?? []));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey !== undefined);
        expect(found).to.have.length(6);
        expect(found).to.deep.equal([...found].sort((one, two) => (ScanIndexForward ? one - two : two - one)));
      }
    });

    it("filter after the limit", async () => {
      const page = await at({
        Limit: 2,
        FilterExpression: "#o = :x",
        ExpressionAttributeNames: { "#o": "owner" },
        values: { ":x": { S: "x" } },
      });
      expect(page).to.deep.include({ Items: [], Count: 0, ScannedCount: 2, LastEvaluatedKey: key("a", -2) });
    });

    it("end a page after 1 MB", async () => {
      for (const place of [1, 2, 3, 4]) {
        await put({ ...key("big", place), x: { S: "y".repeat(300_000) } });
      }
      const page = await at({ values: { ":id": { S: "big" } } });
      expect(places(page.Items)).to.deep.equal([1, 2, 3]);
      expect(page.LastEvaluatedKey).to.deep.equal(key("big", 3));
    });

    it("read an index, which follows every change", async () => {
      const owned = async (owner: string) =>
        places(
          (
            await query({
              IndexName: "by-owner",
              KeyConditionExpression: "#o = :o",
              ExpressionAttributeNames: { "#o": "owner" },
              ExpressionAttributeValues: { ":o": { S: owner } },
            })
          ).Items,
        );
      expect(await owned("x")).to.deep.equal([0.5, 2, 10]);
      await update(key("a", 2), "SET #o = :y", {
        ExpressionAttributeNames: { "#o": "owner" },
        ExpressionAttributeValues: { ":y": { S: "y" } },
      });
      await table.client.send(new sdk.DeleteItemCommand({ TableName, Key: key("a", 10) }));
      await update(key("a", 0), "REMOVE #o", { ExpressionAttributeNames: { "#o": "owner" } });
      expect(await owned("x")).to.deep.equal([0.5]);
      expect(await owned("y")).to.deep.equal([-10, -2, 2]);
    });

    it("scan every partition, page by page, or only count", async () => {
      const found: string[] = [];
      let ExclusiveStartKey: Attributes | undefined;
      do {
        const page: sdk.ScanCommandOutput = await table.client.send(
          new sdk.ScanCommand({ TableName, Limit: 2, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
        );
        found.push(...(page.Items ?? []).map((item) => `${item["id"]?.S}${item["at"]?.N}`));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      expect(found).to.have.length(7);
      expect(new Set(found).size).to.equal(7);
      const counted = await table.client.send(new sdk.ScanCommand({ TableName, Select: "COUNT" }));
      expect(counted.Count).to.equal(7);
      expect(counted.Items ?? []).to.deep.equal([]);
    });
  });
});
