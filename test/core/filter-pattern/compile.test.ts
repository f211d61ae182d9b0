import { expect } from "chai";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";

function matches(pattern: string, record: unknown): boolean {
  return compileFilterPattern(pattern)(record);
}

/** The sample event of the AWS page, with invented values. */
const event = {
  eventType: "UpdateTrail",
  sourceIPAddress: "192.0.2.17",
  list: ["first", "second"],
  objects: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  grid: [
    [0, 1],
    [4, 5],
  ],
  nothing: null,
  yes: true,
  no: false,
  port: 443,
  account: "012345678901",
  "cluster.name": "c",
  user: { id: 1, email: "jo@example.com" },
};

const table: [pattern: string, expected: boolean][] = [
  ["", true],
  ['{ $.eventType = "UpdateTrail" }', true],
  ['{ $.eventType = "updatetrail" }', false],
  ["{ $.eventType = Update* }", true],
  ["{ $.eventType = *Trail }", true],
  ["{ $.eventType = *date* }", true],
  ["{ $.eventType = U*Tr*l }", true],
  ["{ $.eventType = U*l*Trail }", false],
  ["{ $.eventType = UpdateTrail*UpdateTrail }", false],
  ["{ $.eventType = U*Tra*rail }", false],
  ["{ $.eventType = %^U.*l$% }", true],
  ["{ $.eventType != %^U.*l$% }", false],
  ["{ $.sourceIPAddress != 198.51.* }", true],
  ["{ $.sourceIPAddress != 192.0.* }", false],
  ["{ $.list[1] = second }", true],
  ["{ $.list[2] = second }", false],
  ["{ $.list[2] NOT EXISTS }", true],
  ["{ $.list[*] = second }", true],
  ["{ $.list[*] = third }", false],
  ["{ $.list[*] != second }", true],
  ["{ $.objects[*].id >= 2 }", true],
  ["{ $.objects[*].id > 2 }", false],
  ["{ $.objects[*].size NOT EXISTS }", true],
  ["{ $.objects[*].name NOT EXISTS }", false],
  ["{ $.grid[1][0] = 4 }", true],
  ["{ $.user.* = %example\\.com% }", true],
  ["{ $.* = 443 }", true],
  ["{ $.objects.* = 1 }", false],
  ["{ $.user[*] = 1 }", false],
  ["{ $.['cluster.name'] = c }", true],
  ["{ $.cluster.name = c }", false],
  ["{ $.port = 443 }", true],
  ["{ $.port = 4.43e+2 }", true],
  ["{ $.port != 443 }", false],
  ["{ $.port < 443 }", false],
  ["{ $.port <= 443 }", true],
  ["{ $.port = 44* }", true],
  ["{ $.port > 1e-3 && $.port < 1e+3 }", true],
  ["{ $.eventType > 0 }", false],
  ["{ $.nothing IS NULL }", true],
  ["{ $.yes IS TRUE }", true],
  ["{ $.yes IS FALSE }", false],
  ["{ $.no IS FALSE }", true],
  ["{ $.missing IS NULL }", false],
  ["{ $.missing IS FALSE }", false],
  ["{ $.missing NOT EXISTS }", true],
  ["{ $.user.missing NOT EXISTS }", true],
  ["{ $.eventType NOT EXISTS }", false],
  ["{ $.nothing NOT EXISTS }", false],
  ["{ $.user NOT EXISTS }", false],
  ["{ $.user.id = 1 || $.port = 0 && $.port = 1 }", true],
  ["{ ($.user.id = 1 || $.port = 0) && $.port = 1 }", false],
];

describe("compileFilterPattern", () => {
  for (const [pattern, expected] of table) {
    it(`${expected ? "matches" : "does not match"} with ${pattern || "the empty pattern"}`, () => {
      expect(matches(pattern, event)).to.equal(expected);
    });
  }

  it("finds a missing field neither equal nor unequal", () => {
    expect(matches('{ $.missing = "x" }', event)).to.equal(false);
    expect(matches('{ $.missing != "x" }', event)).to.equal(false);
    expect(matches('{ $.missing NOT EXISTS || $.missing != "x" }', event)).to.equal(true);
  });

  for (const name of ["nothing", "yes", "no", "user", "list"]) {
    it(`compares nothing with ${JSON.stringify(event[name as keyof typeof event])}, not even by !=`, () => {
      for (const value of ["x", '"*"', "1", "true", "null", "%.*%"]) {
        expect(matches(`{ $.${name} = ${value} }`, event), `= ${value}`).to.equal(false);
        expect(matches(`{ $.${name} != ${value} }`, event), `!= ${value}`).to.equal(false);
      }
    });
  }

  it("compares text with a number's text, and a number's digits with a string", () => {
    expect(matches('{ $.port = "443" }', event)).to.equal(true);
    expect(matches('{ $.port = "443.0" }', event)).to.equal(false);
    expect(matches('{ $.port = "*" }', event)).to.equal(true);
    expect(matches("{ $.port = %^4+3$% }", event)).to.equal(true);
    expect(matches("{ $.account = 012345678901 }", event)).to.equal(true);
    expect(matches("{ $.account = 12345678901 }", event)).to.equal(false);
    expect(matches("{ $.account != 12345678901 }", event)).to.equal(true);
    expect(matches("{ $.account > 1 }", event)).to.equal(false);
  });

  it("keeps what objects and arrays inherit out of sight", () => {
    const names = ["constructor", "toString", "__proto__", "list.length", "eventType.length", "constructor.name"];
    for (const name of names) {
      expect(matches(`{ $.${name} NOT EXISTS }`, event), name).to.equal(true);
      expect(matches(`{ $.${name} = "*" }`, event), name).to.equal(false);
    }
    const named: unknown = JSON.parse('{"constructor":"x","__proto__":"y"}');
    expect(matches("{ $.constructor = x && $.__proto__ = y }", named)).to.equal(true);
  });

  it("matches an event that is not a JSON object with the empty pattern only", () => {
    for (const record of ["plain text", 5, null, undefined, true, [event]]) {
      expect(matches("{ $.missing NOT EXISTS }", record)).to.equal(false);
      expect(matches("", record)).to.equal(true);
    }
  });

  it("understands the documented regular expressions", () => {
    const holds = (regex: string, text: string) => matches(`{ $.t = %${regex}% }`, { t: text });
    expect(["ac", "abc", "abbc"].filter((text) => holds("^ab{,1}c$", text))).to.deep.equal(["ac", "abc"]);
    expect(["aa", "aaaa", "aaaaaa"].filter((text) => holds("^a{3, 5}$", text))).to.deep.equal(["aaaa"]);
    expect(["color", "colour", "colr"].filter((text) => holds("colou?r", text))).to.deep.equal(["color", "colour"]);
    expect(["[a]", "[ ]", "a"].filter((text) => holds(String.raw`\[.\]`, text))).to.deep.equal(["[a]", "[ ]"]);
    expect(["a:b", "(", "!"].filter((text) => holds(String.raw`\x3A|\x28`, text))).to.deep.equal(["a:b", "("]);
    expect(["a1", "a-", "a\n"].filter((text) => holds(String.raw`^a[\d\s]`, text))).to.deep.equal(["a1", "a\n"]);
    expect(["x,3}", "{,3}"].filter((text) => holds("^[{,3}]+$", text))).to.deep.equal(["{,3}"]);
  });

  it("gives the same answer each time it is asked", () => {
    const compiled = compileFilterPattern("{ $.eventType = %Trail% || $.port = 1 || $.port = 443 }");
    for (let round = 0; round < 3; round += 1) {
      expect(compiled(event)).to.equal(true);
      expect(compiled({ eventType: "Other", port: 2 })).to.equal(false);
    }
  });
});
