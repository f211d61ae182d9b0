import { key, keysTable, refused } from "./keys-table";

describe("DynamoDB", () => {
  const { put, get, update, query } = keysTable();

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
});
