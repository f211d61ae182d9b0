import { expect } from "chai";

import { compileEventPattern } from "../../../core/event-pattern/compile";

const matches = (pattern: unknown, event: unknown) => compileEventPattern(JSON.stringify(pattern))(event);

/** An event whose field `value` is this one; without the argument it has none. */
function eventWith(...values: readonly [] | readonly [unknown]): unknown {
  return { detail: values.length === 0 ? {} : { value: values[0] } };
}

const absent = Symbol("absent");

describe("a value of an event pattern", () => {
  const cases: readonly (readonly [unknown, readonly unknown[], readonly unknown[]])[] = [
    ["text", ["text"], ["Text", "tex", " text", null, 0, true, absent, {}, []]],
    ["", [""], [" ", null, absent, []]],
    [null, [null], ["null", "", false, 0, absent]],
    [true, [true], ["true", 1, false, absent]],
    [300, [300, 3e2], ["300", 301, true, absent]],
    [111122223333, [111122223333], ["111122223333"]],
    [{ exactly: "text" }, ["text"], ["texts", absent]],
    [{ prefix: "us-" }, ["us-", "us-east-1"], ["US-east-1", "eu-us-", "u", 5, null, absent]],
    [{ prefix: { "equals-ignore-case": "EVENTb" } }, ["eventbridge", "EVENTBRIDGE"], ["event", "xeventb", absent]],
    [{ suffix: ".png" }, [".png", "a.png"], [".PNG", ".png.gz", 5, absent]],
    [{ suffix: { "equals-ignore-case": ".png" } }, ["a.PNG", "a.pNg"], ["a.jpg", absent]],
    [{ "equals-ignore-case": "aLiCe" }, ["alice", "ALICE"], ["alic", "alice ", null, absent]],
    [{ wildcard: "*/lib/*" }, ["/lib/", "usr/lib/x"], ["lib", "/lib", absent, 5]],
    [{ wildcard: "a*b*c" }, ["abc", "a-b-c", "abbc"], ["ab", "acb", "xabc"]],
    [{ wildcard: "a\\*b\\\\*" }, ["a*b\\", "a*b\\more"], ["a-b\\", "a*b"]],
    [{ wildcard: "plain" }, ["plain"], ["plain text", "Plain"]],
    [{ numeric: ["=", 301.8] }, [301.8], [301, "301.8", absent]],
    [{ numeric: [">", 0, "<=", 5] }, [0.1, 5], [0, 5.1, "3", null]],
    [{ numeric: ["<", 10] }, [-1, 9.9], [10, absent]],
    [{ numeric: [">=", 7, "<", 9] }, [7, 8.9], [6.9, 9]],
    [{ exists: true }, ["x", 0, false, null, "", ["x"]], [absent, {}, { inner: 1 }, [], [{}]]],
    [{ exists: false }, [absent, {}, { inner: 1 }, [], [{}]], ["x", 0, false, null, "", ["x"]]],
    [{ cidr: "10.0.0.0/24" }, ["10.0.0.0", "10.0.0.255"], ["10.0.1.0", "::ffff:10.0.0.1", "AWS Internal", 5, absent]],
    [{ cidr: "10.9.8.7/8" }, ["10.255.0.1"], ["11.0.0.1"]],
    [{ cidr: "0.0.0.0/0" }, ["1.2.3.4"], ["::1", "s3.amazonaws.com"]],
    [{ cidr: "2001:db8::/32" }, ["2001:db8::1", "2001:DB8:ffff::"], ["2001:db9::", "10.0.0.1"]],
    [{ "anything-but": "stopped" }, ["running", "Stopped", 5, null, true], ["stopped", absent, {}, []]],
    [{ "anything-but": 5 }, [6, "5", null], [5, 5.0, absent]],
    [{ "anything-but": ["a", "b"] }, ["c", "ab"], ["a", "b", absent]],
    [{ "anything-but": [100, 200] }, [300, "100"], [100, 200]],
    [{ "anything-but": { prefix: "us-" } }, ["eu-us-", 5], ["us-east-1", absent]],
    [{ "anything-but": { prefix: ["us-", "eu-"] } }, ["ap-south-1"], ["us-east-1", "eu-west-1"]],
    [{ "anything-but": { suffix: ".png" } }, ["a.jpg"], ["a.png"]],
    [{ "anything-but": { suffix: [".png", ".jpg"] } }, ["a.gif"], ["a.png", "a.jpg"]],
    [{ "anything-but": { "equals-ignore-case": "Initializing" } }, ["running"], ["INITIALIZING"]],
    [{ "anything-but": { "equals-ignore-case": ["a", "b"] } }, ["c"], ["A", "b"]],
    [{ "anything-but": { wildcard: "*/lib/*" } }, ["/bin/x"], ["/lib/x"]],
    [{ "anything-but": { wildcard: ["*/lib/*", "*.so"] } }, ["/bin/x"], ["/lib/x", "/bin/x.so"]],
  ];
  for (const [value, holds, fails] of cases) {
    it(`${JSON.stringify(value)} holds for what it says, and for nothing else`, () => {
      const found = (one: unknown) =>
        matches({ detail: { value: [value] } }, one === absent ? eventWith() : eventWith(one));
      expect(holds.filter((one) => !found(one))).to.deep.equal([]);
      expect(fails.filter(found)).to.deep.equal([]);
    });
  }

  it("is one of several: any of them is enough", () => {
    const pattern = { detail: { value: ["a", { prefix: "b" }, { numeric: [">", 5] }, { exists: false }] } };
    for (const value of ["a", "bc", 6]) expect(matches(pattern, eventWith(value)), String(value)).to.equal(true);
    expect(matches(pattern, eventWith())).to.equal(true);
    expect(matches(pattern, eventWith("c"))).to.equal(false);
  });
});

describe("an event pattern", () => {
  it("matches when all of its fields do, whatever else the event has", () => {
    const pattern = { source: ["aws.ec2"], detail: { state: ["running"], owner: { name: ["a"] } } };
    const event = { source: "aws.ec2", id: "1", detail: { state: "running", owner: { name: "a", age: 3 } } };
    expect(matches(pattern, event)).to.equal(true);
    expect(matches(pattern, { ...event, source: "aws.s3" })).to.equal(false);
    expect(matches(pattern, { ...event, detail: { state: "running" } })).to.equal(false);
    expect(matches(pattern, { ...event, detail: "running" })).to.equal(false);
  });

  it("matches an array by any of its elements, those of anything-but too", () => {
    const pattern = { resources: [{ prefix: "arn:a" }] };
    expect(matches(pattern, { resources: ["arn:b", "arn:a1"] })).to.equal(true);
    expect(matches(pattern, { resources: ["arn:b"] })).to.equal(false);
    expect(matches({ state: [{ "anything-but": "a" }] }, { state: ["a", "b"] })).to.equal(true);
    expect(matches({ state: [{ "anything-but": "a" }] }, { state: ["a", "a"] })).to.equal(false);
  });

  it("matches fields of one object in an array, not of two", () => {
    const event = {
      people: [
        { first: "Anna", last: "Smith" },
        { first: "Peter", last: "Jones" },
      ],
    };
    expect(matches({ people: { first: ["Anna"] } }, event)).to.equal(true);
    expect(matches({ people: { first: ["Anna"], last: ["Smith"] } }, event)).to.equal(true);
    expect(matches({ people: { first: ["Anna"], last: ["Jones"] } }, event)).to.equal(false);
    const nested = { people: [[{ first: "Anna" }, { last: "Smith" }], [{ first: "Peter", last: "Jones" }]] };
    expect(matches({ people: { first: ["Anna"], last: ["Smith"] } }, nested)).to.equal(false);
    expect(matches({ people: { first: ["Peter"], last: ["Jones"] } }, nested)).to.equal(true);
  });

  it("tries every object of an array before it gives up", () => {
    const rules = [
      { from: 22, to: "a" },
      { from: 22, to: "b" },
    ];
    expect(matches({ rules: { from: [22], to: ["b"] } }, { rules })).to.equal(true);
    expect(
      matches({ rules: { from: [22], to: ["b"] }, other: { x: [1] } }, { rules, other: [{ x: 2 }, { x: 1 }] }),
    ).to.equal(true);
  });

  it("takes a field for missing in an array only where the chosen object lacks it", () => {
    const event = { rules: [{ a: 1, z: 1 }, { a: 2 }] };
    expect(matches({ rules: { a: [2], z: [{ exists: false }] } }, event)).to.equal(true);
    expect(matches({ rules: { a: [1], z: [{ exists: false }] } }, event)).to.equal(false);
    expect(matches({ rules: { z: [{ exists: false }] } }, event)).to.equal(false);
  });

  it("with $or matches by any of its alternatives, at any level, beside the other fields", () => {
    const pattern = {
      source: ["aws.ec2"],
      detail: { $or: [{ a: [1] }, { b: [2], $or: [{ c: [3] }, { d: [4] }] }] },
    };
    const found = (detail: object, source = "aws.ec2") => matches(pattern, { source, detail });
    expect(found({ a: 1 })).to.equal(true);
    expect(found({ b: 2, c: 3 })).to.equal(true);
    expect(found({ b: 2, d: 4 })).to.equal(true);
    expect(found({ b: 2 })).to.equal(false);
    expect(found({ c: 3 })).to.equal(false);
    expect(found({ a: 1 }, "aws.s3")).to.equal(false);
  });

  it("with two $or needs an alternative of each", () => {
    const pattern = { $or: [{ a: [1] }, { b: [1] }], detail: { $or: [{ c: [1] }, { d: [1] }] } };
    expect(matches(pattern, { a: 1, detail: { d: 1 } })).to.equal(true);
    expect(matches(pattern, { a: 1, b: 1, detail: {} })).to.equal(false);
  });

  it("reads no field that an object only inherits", () => {
    expect(matches({ constructor: { name: [{ exists: true }] } }, {})).to.equal(false);
    expect(matches({ detail: { toString: [{ exists: false }] } }, { detail: {} })).to.equal(true);
  });

  it("matches nothing that is no object", () => {
    for (const event of [null, undefined, "text", 5, []]) expect(matches({ a: [1] }, event)).to.equal(false);
  });

  it("gives up on hostile arrays in time", () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ a: index, b: "x" }));
    const pattern = { one: { a: [{ exists: true }], b: ["y"] }, two: { a: [{ exists: true }] } };
    expect(matches(pattern, { one: many, two: many.map((each) => ({ ...each })) })).to.equal(false);
  });
});
