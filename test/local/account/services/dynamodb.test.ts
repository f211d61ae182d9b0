import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import * as fixture from "../fixture";

type Attributes = Record<string, sdk.AttributeValue>;

const key = (id: string, at = 1): Attributes => ({ id: { S: id }, at: { N: String(at) } });

describe("DynamoDB", () => {
  let running: fixture.RunningAccount;
  let client: sdk.DynamoDBClient;
  const TableName = "keys";
  const put = (Item: Attributes, more: Partial<sdk.PutItemCommandInput> = {}) =>
    client.send(new sdk.PutItemCommand({ TableName, Item, ...more }));
  const get = async (Key: Attributes, more: Partial<sdk.GetItemCommandInput> = {}) =>
    (await client.send(new sdk.GetItemCommand({ TableName, Key, ...more }))).Item;
  const update = (Key: Attributes, UpdateExpression: string, more: Partial<sdk.UpdateItemCommandInput> = {}) =>
    client.send(new sdk.UpdateItemCommand({ TableName, Key, UpdateExpression, ...more }));
  const query = (more: Partial<sdk.QueryCommandInput>) => client.send(new sdk.QueryCommand({ TableName, ...more }));
  const transact = (...TransactItems: sdk.TransactWriteItem[]) =>
    client.send(new sdk.TransactWriteItemsCommand({ TransactItems }));
  const refused = async (call: Promise<unknown>, text: string | RegExp) => {
    const error = await fixture.errorOf(call);
    expect(`${error.name}: ${error.message}`).to.match(typeof text === "string" ? new RegExp(`^${text}`) : text);
  };

  before(async () => {
    running = await fixture.startAccount();
    client = new sdk.DynamoDBClient(fixture.clientOptions(running.account.endpoint));
  });
  beforeEach(() => {
    // A table that is put again is empty again.
    running.account.put({ tables: fixture.SETUP.tables ?? [] });
    running.account.setClock(0);
  });
  after(() => running.account.stop());

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
        client.send(new sdk.DeleteItemCommand({ TableName, Key: key("a"), ReturnValues: "ALL_OLD" }));
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

  describe("refuses as AWS does", () => {
    const values = { ExpressionAttributeValues: { ":v": { S: "x" } } };
    const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
      ["a table that is not there", () => get(key("a"), { TableName: "none" }), "ResourceNotFoundException"],
      [
        "a key with an attribute too many",
        () => get({ ...key("a"), x: { S: "" } }),
        "ValidationException: The provided key",
      ],
      ["an item without its key", () => put({ id: { S: "a" } }), "ValidationException: .*Missing the key at"],
      ["a key of another type", () => put({ ...key("a"), at: { S: "1" } }), "ValidationException: .*Type mismatch"],
      ["an index key of another type", () => put({ ...key("a"), owner: { N: "1" } }), "ValidationException: .*owner"],
      ["an empty key", () => put(key("")), "ValidationException: .*empty value. Key: id"],
      [
        "an empty set",
        () => put({ ...key("a"), s: { SS: [] } }),
        "ValidationException: An string set may not be empty",
      ],
      [
        "a set with duplicates",
        () => put({ ...key("a"), s: { NS: ["1", "1.0"] } }),
        "ValidationException: .*duplicates",
      ],
      ["no number", () => put({ ...key("a"), n: { N: "NaN" } }), "ValidationException: .*numeric value"],
      ["39 digits", () => put({ ...key("a"), n: { N: "1".repeat(39) } }), "ValidationException: .*38 significant"],
      [
        "an undeclared value",
        () => put(key("a"), { ConditionExpression: "x = :v" }),
        "ValidationException: .*not defined; .*:v",
      ],
      ["an undeclared name", () => update(key("a"), "REMOVE #x"), "ValidationException: .*not defined; .*#x"],
      ["an unused value", () => put(key("a"), values), "ValidationException: .*ExpressionAttributeValues unused .*:v"],
      [
        "an unused name",
        () => get(key("a"), { ProjectionExpression: "x", ExpressionAttributeNames: { "#x": "x" } }),
        "ValidationException: .*ExpressionAttributeNames unused .*#x",
      ],
      ["a reserved word", () => update(key("a"), "REMOVE status"), "ValidationException: .*reserved keyword: status"],
      ["an empty expression", () => update(key("a"), " "), "ValidationException: .*can not be empty"],
      [
        "a wrong expression",
        () => update(key("a"), "SET x :v", values),
        'ValidationException: .*Syntax error; token: ":v"',
      ],
      ["overlapping paths", () => update(key("a"), "REMOVE x, x.y"), "ValidationException: .*overlap"],
      ["a clause twice", () => update(key("a"), "REMOVE x REMOVE y"), "ValidationException: .*only be used once"],
      ["a change of the key", () => update(key("a"), "SET id = :v", values), "ValidationException: .*part of the key"],
      [
        "a number added to a text",
        () => update(key("a"), "ADD x :v", values),
        "ValidationException: .*incorrect data type",
      ],
      [
        "a path without a parent",
        () => update(key("a"), "SET x.y = :v", values),
        "ValidationException: The document path",
      ],
      [
        "the older parameters",
        () => query({ KeyConditions: {} }),
        "ValidationException: .*does not know the parameter KeyConditions",
      ],
      [
        "figures that it does not have",
        () => get(key("a"), { ReturnConsumedCapacity: "TOTAL" }),
        "ValidationException: .*ReturnConsumedCapacity",
      ],
      [
        "an index that is not there",
        () => query({ IndexName: "none", KeyConditionExpression: "id = :v", ...values }),
        "ValidationException: .*specified index: none",
      ],
      [
        "a query without its partition",
        () => query({ KeyConditionExpression: "id > :v", ...values }),
        "ValidationException: Query condition missed key schema element: id",
      ],
      [
        "a filter on a key",
        () => query({ KeyConditionExpression: "id = :v", FilterExpression: "id = :v", ...values }),
        "ValidationException: Filter Expression can only contain non-primary key",
      ],
    ];
    for (const [says, call, error] of cases) {
      it(says, () => refused(call(), error));
    }
  });

  describe("conditions", () => {
    const item: Attributes = {
      ...key("a"),
      n: { N: "5" },
      s: { S: "née" },
      set: { SS: ["x", "y"] },
      l: { L: [{ N: "1" }] },
      m: { M: { x: { BOOL: true } } },
    };
    const ExpressionAttributeValues: Attributes = {
      ":four": { N: "4" },
      ":five": { N: "5.0" },
      ":ten": { N: "10" },
      ":x": { S: "x" },
      ":n": { S: "n" },
      ":set": { SS: ["y", "x"] },
      ":one": { N: "1" },
      ":type": { S: "SS" },
      ":true": { BOOL: true },
    };
    const cases: readonly (readonly [string, boolean])[] = [
      ["n = :five", true],
      ["n <> :five", false],
      ["absent <> :five", true],
      ["absent = :five", false],
      ["n < :ten AND n > :four", true],
      ["n <= :four OR n >= :five", true],
      ["n < :x", false],
      ["NOT n < :ten", false],
      ["n BETWEEN :four AND :ten", true],
      ["n IN (:four, :five)", true],
      ["n IN (:four)", false],
      ["attribute_exists(m.x) AND attribute_not_exists(m.y)", true],
      ["attribute_exists(l[0]) AND attribute_not_exists(l[1])", true],
      ["attribute_type(#set, :type)", true],
      ["begins_with(s, :n)", true],
      ["begins_with(n, :n)", false],
      ["contains(#set, :x) AND contains(l, :one) AND contains(s, :n)", true],
      ["contains(#set, :n)", false],
      ["#set = :set", true],
      ["size(s) = :four", true],
      ["size(l) = :one", true],
      ["m.x = :true", true],
      ["n = :four AND n = :four OR n = :five", true],
      ["n = :four AND (n = :four OR n = :five)", false],
      ["NOT n = :four AND n = :five", true],
    ];
    const usedBy = (expression: string) => ({
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(ExpressionAttributeValues).filter(([name]) => new RegExp(`${name}\\b`).test(expression)),
      ),
      ...(expression.includes("#set") ? { ExpressionAttributeNames: { "#set": "set" } } : {}),
    });
    for (const [expression, holds] of cases) {
      it(`${expression} is ${holds}`, async () => {
        await put(item);
        const { ExpressionAttributeValues: used, ...names } = usedBy(expression);
        const more = Object.keys(used).length === 0 ? names : { ...names, ExpressionAttributeValues: used };
        const outcome = await put(item, { ConditionExpression: expression, ...more }).then(
          () => true,
          (error: Error) => error.name !== "ConditionalCheckFailedException" && error.message,
        );
        expect(outcome).to.equal(holds);
      });
    }

    it("give back the item that failed them, when asked", async () => {
      await put(item);
      const error = await fixture.errorOf(
        put(key("a"), {
          ConditionExpression: "attribute_not_exists(id)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      expect(error).to.be.instanceOf(sdk.ConditionalCheckFailedException);
      expect(error["Item"]).to.deep.equal(item);
    });
  });

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
      await client.send(new sdk.DeleteItemCommand({ TableName, Key: key("a", 10) }));
      await update(key("a", 0), "REMOVE #o", { ExpressionAttributeNames: { "#o": "owner" } });
      expect(await owned("x")).to.deep.equal([0.5]);
      expect(await owned("y")).to.deep.equal([-10, -2, 2]);
    });

    it("scan every partition, page by page, or only count", async () => {
      const found: string[] = [];
      let ExclusiveStartKey: Attributes | undefined;
      do {
        const page: sdk.ScanCommandOutput = await client.send(
          new sdk.ScanCommand({ TableName, Limit: 2, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
        );
        found.push(...(page.Items ?? []).map((item) => `${item["id"]?.S}${item["at"]?.N}`));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      expect(found).to.have.length(7);
      expect(new Set(found).size).to.equal(7);
      const counted = await client.send(new sdk.ScanCommand({ TableName, Select: "COUNT" }));
      expect(counted.Count).to.equal(7);
      expect(counted.Items ?? []).to.deep.equal([]);
    });
  });

  describe("time to live", () => {
    const SECOND = 1_800_000_000;
    beforeEach(async () => {
      await put({ ...key("a"), expires: { N: String(SECOND) } });
    });

    it("keeps an item until its second has passed by the clock", async () => {
      running.account.setClock(SECOND * 1000 + 999);
      expect(await get(key("a"))).not.to.equal(undefined);
      running.account.setClock((SECOND + 1) * 1000);
      expect(await get(key("a"))).to.equal(undefined);
    });

    it("takes an expired item out of queries, and out of the way of a new one", async () => {
      await put({ ...key("a", 2) });
      running.account.setClock((SECOND + 1) * 1000);
      const page = await query({ KeyConditionExpression: "id = :a", ExpressionAttributeValues: { ":a": { S: "a" } } });
      expect(page).to.deep.include({ Items: [key("a", 2)], ScannedCount: 1 });
      await put(key("a"), { ConditionExpression: "attribute_not_exists(id)" });
    });

    it("takes a time more than five years back for a mistake, and a text for none", async () => {
      running.account.setClock((SECOND + 6 * 365 * 86_400) * 1000);
      expect(await get(key("a"))).not.to.equal(undefined);
      await put({ ...key("b"), expires: { S: "1" } });
      expect(await get(key("b"))).not.to.equal(undefined);
    });
  });

  describe("batches", () => {
    it("write and read many items of several tables", async () => {
      const ids = Array.from({ length: 24 }, (_, index) => `k${index}`);
      await client.send(
        new sdk.BatchWriteItemCommand({
          RequestItems: {
            keys: ids.map((id) => ({ PutRequest: { Item: key(id) } })),
            plain: [{ PutRequest: { Item: { id: { N: "1" } } } }],
          },
        }),
      );
      await client.send(
        new sdk.BatchWriteItemCommand({ RequestItems: { keys: [{ DeleteRequest: { Key: key("k0") } }] } }),
      );
      const { Responses } = await client.send(
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
        client.send(new sdk.BatchWriteItemCommand({ RequestItems: { keys } }));
      const read = (Keys: Attributes[]) =>
        client.send(new sdk.BatchGetItemCommand({ RequestItems: { keys: { Keys } } }));
      await refused(write(writes), "ValidationException: Too many items");
      await refused(read(Array.from({ length: 101 }, (_, index) => key(`k${index}`))), "ValidationException: Too many");
      await refused(write([...writes.slice(0, 1), ...writes.slice(0, 1)]), "ValidationException: .*duplicates");
      await refused(read([key("a"), key("a")]), "ValidationException: .*duplicates");
      expect(await get(key("k0"))).to.equal(undefined);
    });
  });

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
      const send = (n: string) => client.send(new sdk.TransactWriteItemsCommand(add(n)));
      await send("1");
      await send("1");
      expect((await get(key("a")))?.["n"]).to.deep.equal({ N: "1" });
      await refused(send("2"), "IdempotentParameterMismatchException");
      running.account.setClock(600_001);
      await send("2");
      expect((await get(key("a")))?.["n"]).to.deep.equal({ N: "3" });
    });

    it("ask for the permission of every part", async () => {
      const error = await fixture.errorOf(
        new sdk.DynamoDBClient(fixture.clientOptions(running.account.endpoint, "AKIALOCALREADER")).send(
          new sdk.TransactWriteItemsCommand({
            TransactItems: [{ ConditionCheck: { TableName, Key: key("a"), ...isNew } }],
          }),
        ),
      );
      expect(error.message).to.contain("dynamodb:ConditionCheckItem on resource");
    });
  });

  it("lets a policy name the partition keys", async () => {
    const Condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] } };
    const Statement = { Effect: "Allow", Action: "dynamodb:*", Resource: fixture.TABLE_ARN, Condition };
    const caller = { function: "probe", roleArn: "arn:aws:iam::111122223333:role/probe", policies: [{ Statement }] };
    running.account.put({ callers: { AKIAPROBE: caller } });
    const probe = new sdk.DynamoDBClient(fixture.clientOptions(running.account.endpoint, "AKIAPROBE"));
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
