import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import * as fixture from "../../fixture";
import type { Attributes } from "./keys-table";
import { key, keysTable } from "./keys-table";

describe("DynamoDB", () => {
  const { put } = keysTable();

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
});
