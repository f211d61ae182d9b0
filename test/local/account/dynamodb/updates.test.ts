import { expect } from "chai";
import * as fc from "fast-check";
import { readCondition } from "../../../../local/account/dynamodb/conditions";
import { readPlaceholders } from "../../../../local/account/dynamodb/placeholders";
import { TokenReader, type ExpressionKind } from "../../../../local/account/dynamodb/tokens";
import { readUpdate } from "../../../../local/account/dynamodb/updates";
import { readItem, type Item } from "../../../../local/account/dynamodb/values";
import { ServiceError } from "../../../../local/account/service-error";

const reader = (kind: ExpressionKind, text: string, values: Record<string, unknown> = {}) =>
  new TokenReader(
    kind,
    text,
    readPlaceholders(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  );
const change = (item: Item, text: string, values?: Record<string, unknown>) =>
  readUpdate(reader("UpdateExpression", text, values)).apply(item);

describe("update and condition expressions", () => {
  it("count: any run of ADD and SET ± comes to the sum", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom("ADD n :v", "SET n = n + :v", "SET n = n - :v"), fc.integer()), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, (run) => {
        const start = readItem({ n: { N: "0" } }, "Item");
        const end = run.reduce((item, [text, amount]) => change(item, text, { ":v": { N: String(amount) } }), start);
        const expected = run.reduce((sum, [text, amount]) => sum + BigInt(text.includes("-") ? -amount : amount), 0n);
        expect(end["n"]).to.deep.equal({ N: String(expected) });
      }),
    );
  });

  it("sets: ADD is union, DELETE is difference", () => {
    const words = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
    fc.assert(
      fc.property(words, words, words, (first, added, removed) => {
        const start = readItem({ words: { SS: first } }, "Item");
        const more = change(start, "ADD words :w", { ":w": { SS: added } });
        const end = change(more, "DELETE words :w", { ":w": { SS: removed } })["words"];
        const expected = [...new Set([...first, ...added])].filter((word) => !removed.includes(word));
        expect(end).to.deep.equal(expected.length === 0 ? undefined : { SS: expected });
      }),
    );
  });

  it("never change the item that they were given", () => {
    const item = readItem({ m: { M: { l: { L: [{ N: "1" }] } } } }, "Item");
    const before = JSON.stringify(item);
    change(item, "SET m.l[0] = :v, m.x = :v", { ":v": { S: "new" } });
    expect(JSON.stringify(item)).to.equal(before);
  });

  it("answer any text with a result or a ValidationException", () => {
    const parts = [
      "SET",
      "REMOVE",
      "ADD",
      "a",
      "b",
      ".",
      "[0]",
      "=",
      ":v",
      "(",
      ")",
      ",",
      "+",
      "AND",
      "NOT",
      "size",
      "\u0000",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1 }), (words) => {
        for (const read of [
          () => readUpdate(reader("UpdateExpression", words.join(" "), { ":v": { N: "1" } })),
          () => readCondition(reader("ConditionExpression", words.join(" "), { ":v": { N: "1" } })),
        ]) {
          try {
            read();
          } catch (error) {
            expect(error).to.be.instanceOf(ServiceError);
            expect(error).to.have.property("code", "ValidationException");
          }
        }
      }),
    );
  });

  it("take inherited names for attributes like any other", () => {
    const names = { "#p": "__proto__", "#c": "constructor" };
    const values = { ":v": { S: "own" } };
    const input = { ExpressionAttributeNames: names, ExpressionAttributeValues: values };
    const read = new TokenReader("UpdateExpression", "SET #p = :v, m = if_not_exists(#c, :v)", readPlaceholders(input));
    const changed = readUpdate(read).apply(readItem({}, "Item"));
    expect(JSON.stringify(changed)).to.equal('{"__proto__":{"S":"own"},"m":{"S":"own"}}');
  });

  it("refuse an expression nested beyond reason in DynamoDB's own terms", () => {
    expect(() => readCondition(reader("ConditionExpression", "NOT (".repeat(200)))).to.throw("too many operators");
    expect(() => readCondition(reader("ConditionExpression", "(".repeat(300)))).to.throw("Syntax error");
    expect(() => readCondition(reader("ConditionExpression", "(".repeat(4097)))).to.throw("maximum allowed size");
  });
});
