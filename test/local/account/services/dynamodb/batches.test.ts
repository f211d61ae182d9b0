import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import type { Attributes } from "./keys-table";
import { key, keysTable, refused } from "./keys-table";

describe("DynamoDB", () => {
  const table = keysTable();
  const { get } = table;

  describe("batches", () => {
    it("write and read many items of several tables", async () => {
      const ids = Array.from({ length: 24 }, (_, index) => `k${index}`);
      await table.client.send(
        new sdk.BatchWriteItemCommand({
          RequestItems: {
            keys: ids.map((id) => ({ PutRequest: { Item: key(id) } })),
            plain: [{ PutRequest: { Item: { id: { N: "1" } } } }],
          },
        }),
      );
      await table.client.send(
        new sdk.BatchWriteItemCommand({ RequestItems: { keys: [{ DeleteRequest: { Key: key("k0") } }] } }),
      );
      const { Responses } = await table.client.send(
        new sdk.BatchGetItemCommand({
          RequestItems: { keys: { Keys: ids.map((id) => key(id)) }, plain: { Keys: [{ id: { N: "1" } }] } },
        }),
      );
      expect(Responses?.["keys"]?.map((item) => item["id"]?.S)).to.deep.equal(ids.slice(1));
      expect(Responses?.["plain"]).to.deep.equal([{ id: { N: "1" } }]);
    });

    it("have at most 25 writes and 100 keys, and nothing twice", async () => {
      const writes = Array.from({ length: 26 }, (_, index) => ({ PutRequest: { Item: key(`k${index}`) } }));
      const write = (keys: sdk.WriteRequest[]) =>
        table.client.send(new sdk.BatchWriteItemCommand({ RequestItems: { keys } }));
      const read = (Keys: Attributes[]) =>
        table.client.send(new sdk.BatchGetItemCommand({ RequestItems: { keys: { Keys } } }));
      await refused(write(writes), "ValidationException: Too many items");
      await refused(read(Array.from({ length: 101 }, (_, index) => key(`k${index}`))), "ValidationException: Too many");
      await refused(write([...writes.slice(0, 1), ...writes.slice(0, 1)]), "ValidationException: .*duplicates");
      await refused(read([key("a"), key("a")]), "ValidationException: .*duplicates");
      expect(await get(key("k0"))).to.equal(undefined);
    });
  });
});
