import { expect } from "chai";

import { exactTextsAt } from "../../../core/event-pattern/exact-texts";
import { parseEventPattern } from "../../../core/event-pattern/parse";

function refusalOf(pattern: unknown): string {
  try {
    parseEventPattern(typeof pattern === "string" ? pattern : JSON.stringify(pattern));
  } catch (error) {
    return (error as Error).message;
  }
  return expect.fail(`${JSON.stringify(pattern)} was taken`);
}

const match = (value: unknown) => ({ detail: { state: [value] } });

describe("an event pattern that is refused", () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    ["no JSON", "{", 'event pattern: found "{", expected JSON'],
    ["no object", [], "event pattern: found [], expected an object"],
    ["nothing", {}, "event pattern: found {}, expected at least one field"],
    ["an empty object", { detail: {} }, "event pattern, detail: found {}, expected at least one field"],
    [
      "a bare value",
      { source: "aws.ec2" },
      'source: found "aws.ec2", expected an object of fields, or an array of values',
    ],
    ["no values", { source: [] }, "event pattern, source: found [], expected at least one value"],
    ["an array in an array", { source: [["a"]] }, 'event pattern, source[0]: found ["a"], expected'],
    ["a match that is none", match({ prefx: "a" }), 'detail.state[0]: found {"prefx":"a"}, expected prefix, suffix'],
    ["two matches in one", match({ prefix: "a", suffix: "b" }), "one in each object"],
    ["an unknown text", match({ exactly: 5 }), "detail.state[0].exactly: found 5, expected a text"],
    [
      "a prefix that is no text",
      match({ prefix: 5 }),
      "detail.state[0].prefix: found 5, expected a text, or equals-ignore-case",
    ],
    ["a nested prefix", match({ suffix: { prefix: "a" } }), "expected equals-ignore-case alone"],
    [
      "an ignored case that is no text",
      match({ prefix: { "equals-ignore-case": 1 } }),
      "prefix.equals-ignore-case: found 1",
    ],
    ["two wildcards side by side", match({ wildcard: "a**b" }), "no two wildcards side by side"],
    ["an escape of nothing", match({ wildcard: "a\\b" }), "after a backslash"],
    ["a backslash at the end", match({ wildcard: "a\\" }), "after a backslash"],
    ["exists that is no truth", match({ exists: "true" }), 'exists: found "true", expected true or false'],
    ["mixed exclusions", match({ "anything-but": ["a", 1] }), "texts alone or numbers alone"],
    ["an exclusion of null", match({ "anything-but": [null] }), "texts alone or numbers alone"],
    ["no exclusions", match({ "anything-but": [] }), "anything-but: found [], expected at least one value"],
    [
      "an exclusion of a range",
      match({ "anything-but": { numeric: ["=", 1] } }),
      "expected prefix, suffix, equals-ignore-case or wildcard",
    ],
    [
      "an exclusion of every prefix",
      match({ "anything-but": { prefix: "" } }),
      'anything-but.prefix: found "", expected a text that is not empty',
    ],
    [
      "an excluded number behind suffix",
      match({ "anything-but": { suffix: ["a", 2] } }),
      "anything-but.suffix[1]: found 2",
    ],
    ["numeric without a number", match({ numeric: [">"] }), 'numeric: found [">"], expected an operator and a number'],
    ["an unknown comparison", match({ numeric: ["!=", 1] }), 'numeric: found "!=", expected =, <, <=, >, >='],
    ["a number as text", match({ numeric: [">", "1"] }), 'numeric: found "1", expected a number'],
    [
      "a number out of range",
      match({ numeric: [">", 5_000_000_001] }),
      "expected a number from -5000000000 to 5000000000",
    ],
    ["an upper bound first", match({ numeric: ["<", 5, ">", 0] }), "a lower and an upper bound"],
    ["an empty range", match({ numeric: [">", 5, "<", 5] }), "a lower bound below the upper one"],
    ["a range without bits", match({ cidr: "10.0.0.0" }), 'cidr: found "10.0.0.0", expected an IPv4 range'],
    ["a range of one address", match({ cidr: "10.0.0.1/32" }), "up to /31"],
    ["a range that is no address", match({ cidr: "10.0.0/8" }), "expected an IPv4 range"],
    [
      "an alternative alone",
      { $or: [{ a: [1] }] },
      'event pattern, $or: found [{"a":[1]}], expected an array of at least two objects',
    ],
    [
      "an alternative that is a value",
      { detail: { $or: [{ a: [1] }, 2] } },
      "detail.$or[1]: found 2, expected an object of fields",
    ],
    [
      "a match as an alternative",
      { $or: [{ prefix: ["a"] }, { b: [1] }] },
      '$or[0].prefix: found ["a"], expected the name of a field',
    ],
    [
      "a field beside $or and in it",
      { a: [1], $or: [{ a: [2] }, { b: [1] }] },
      "$or[0].a: found [2], expected a field that is named once",
    ],
  ];
  for (const [what, pattern, words] of refused) {
    it(`for ${what} says where and what`, () => expect(refusalOf(pattern)).to.include(words));
  }

  it("for more than 1,000 combinations says how many there are", () => {
    const or = (name: string) => ({ $or: Array.from({ length: 11 }, (_, index) => ({ [`${name}${index}`]: [1] })) });
    expect(refusalOf({ ...or("a"), inner: { ...or("b"), inner: or("c") } })).to.include(
      "found 1331, expected at most 1000",
    );
  });

  it("is quoted shortly and without control characters", () => {
    const message = refusalOf({ "a\u202eb": `\u0007${"x".repeat(500)}` });
    expect(message.length).to.be.lessThan(250);
    expect(message).to.not.match(/\p{C}/u);
  });
});

describe("the exact texts that a pattern needs", () => {
  const textsAt = (pattern: unknown, ...path: string[]) => {
    const texts = exactTextsAt(parseEventPattern(JSON.stringify(pattern)), ...path);
    return texts === undefined ? undefined : [...texts];
  };

  it("are known where every way to match has one", () => {
    const pattern = { source: ["aws.ec2"], detail: { $or: [{ eventName: ["A"] }, { eventName: ["B", "C"] }] } };
    expect(textsAt(pattern, "source")).to.deep.equal(["aws.ec2"]);
    expect(textsAt(pattern, "detail", "eventName")).to.deep.equal(["A", "B", "C"]);
  });

  it("are unknown where other values match too, or the field does not matter", () => {
    expect(textsAt({ source: ["aws.ec2", { prefix: "aws." }] }, "source")).to.equal(undefined);
    expect(textsAt({ source: ["aws.ec2", null] }, "source")).to.equal(undefined);
    expect(textsAt({ $or: [{ source: ["aws.ec2"] }, { account: ["1"] }] }, "source")).to.equal(undefined);
  });
});
