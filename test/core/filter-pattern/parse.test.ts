import { expect } from "chai";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";

function messageFor(text: string): string {
  try {
    parseFilterPattern(text);
  } catch (error) {
    expect(error).to.be.instanceOf(Error);
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(text)} was accepted`);
}

describe("parseFilterPattern", () => {
  it("takes the empty pattern for everything", () => {
    for (const text of ["", " ", "\n\t "]) expect(parseFilterPattern(text)).to.deep.equal({ kind: "everything" });
  });

  it("gives a tree of plain data in which && binds tighter than ||", () => {
    const selector = (name: string) => [{ kind: "member", name }];
    const equals = (name: string) => ({
      kind: "comparison",
      selector: selector(name),
      operator: "=",
      value: { kind: "number", text: "1" },
    });
    const expected = { kind: "or", operands: [equals("a"), { kind: "and", operands: [equals("b"), equals("c")] }] };
    expect(parseFilterPattern("{$.a=1||$.b=1&&$.c=1}")).to.deep.equal(expected);
    expect(parseFilterPattern("{ ($.a = 1) || (($.b = 1) && ($.c = 1)) }")).to.deep.equal(expected);
    expect(parseFilterPattern("{ ($.a = 1 || $.b = 1) && $.c = 1 }")).to.deep.equal({
      kind: "and",
      operands: [{ kind: "or", operands: [equals("a"), equals("b")] }, equals("c")],
    });
  });

  it("reads every kind of step in a selector", () => {
    expect(parseFilterPattern("{ $.user-id_1.*[12].['cluster.name']['a b'] NOT EXISTS }")).to.deep.equal({
      kind: "notExists",
      selector: [
        { kind: "member", name: "user-id_1" },
        { kind: "anyMember" },
        { kind: "element", index: 12 },
        { kind: "member", name: "cluster.name" },
        { kind: "member", name: "a b" },
      ],
    });
    expect(parseFilterPattern("{ $.l[*] IS NULL }")).to.deep.equal({
      kind: "is",
      selector: [{ kind: "member", name: "l" }, { kind: "anyElement" }],
      constant: "NULL",
    });
  });

  const values: [string, string, string][] = [
    ["kms.amazonaws.com", "string", "kms.amazonaws.com"],
    ["arn:aws:iam::111122223333:user/jo-e_1", "string", "arn:aws:iam::111122223333:user/jo-e_1"],
    ["123.123.*", "string", "123.123.*"],
    ['"Failed authentication"', "string", "Failed authentication"],
    ['""', "string", ""],
    [String.raw`"say \"no\" in C:\\dir\new"`, "string", String.raw`say "no" in C:\dir\new`],
    ['"5"', "string", "5"],
    ["5", "number", "5"],
    ["1e-3", "number", "1e-3"],
    ["+1.5E+3", "number", "+1.5E+3"],
    ["-.5", "number", "-.5"],
    ["1.2.3.4", "string", "1.2.3.4"],
    [String.raw`%^10\.0\.[0-9]{1,3}%`, "regex", String.raw`^10\.0\.[0-9]{1,3}`],
  ];
  for (const [written, kind, text] of values) {
    it(`reads ${written} as a ${kind}`, () => {
      const parsed = parseFilterPattern(`{$.x=${written}}`);
      expect(parsed).to.have.deep.property("value", { kind, text });
    });
  }

  const broken: [pattern: string, column: number, found: string, expected: string][] = [
    ["ERROR", 1, '"ERROR"', "JSON pattern"],
    ["[w1=ERROR, w2]", 1, '"["', "JSON pattern"],
    ["%ERROR%", 1, '"%"', "JSON pattern"],
    ["{ }", 3, '"}"', "selector"],
    ["{ $.a = 1", 10, "the end of the pattern", '"}"'],
    ["{ $.a = 1 } x", 13, '"x"', "nothing"],
    ["{ $.a = 1 && }", 14, '"}"', "selector"],
    ["{ $.a = 1 & $.b = 2 }", 11, '"&"', '"&&"'],
    ["{ $.a = 1 AND $.b = 2 }", 11, '"AND"', '"&&"'],
    ["{ ($.a = 1 }", 12, '"}"', '")"'],
    ["{ $.a = 1) }", 10, '")"', '"}"'],
    ["{ !($.a = 1) }", 3, '"!"', "selector"],
    ["{ a = 1 }", 3, '"a"', "selector"],
    ["{ $a = 1 }", 4, '"a"', "period"],
    ["{ $. = 1 }", 5, '" "', "field name"],
    ['{ $."a" = 1 }', 5, '"\\""', "field name"],
    ["{ $.a[x] = 1 }", 7, '"x"', "[0]"],
    ["{ $.a[-1] = 1 }", 7, '"-1"', "[0]"],
    ["{ $.a['b] = 1 }", 6, '"["', "['my.name']"],
    ["{ $.a[*].b[*] = 1 }", 11, '"["', "at most one"],
    ["{ $.* = 1 || $.b[*] = 1 || $.c.* = 1 || $.d[*].x = 1 }", 44, '"["', "at most three"],
    ["{ $.a }", 7, '"}"', "NOT EXISTS"],
    ["{ $.a == 1 }", 8, '"="', "a value"],
    ["{ $.a = }", 9, '"}"', "a value"],
    ["{ $.a IS NOT NULL }", 10, '"NOT"', "no IS NOT"],
    ["{ $.a IS null }", 10, '"null"', "NULL"],
    ["{ $.a EXISTS }", 7, '"EXISTS"', "NOT EXISTS"],
    ["{ $.a NOT NULL }", 11, '"NULL"', "EXISTS"],
    ['{ $.a > "5" }', 9, '"\\""', "a number"],
    ["{ $.a <= 5* }", 10, '"5*"', "a number"],
    ["{ $.a < %5% }", 9, '"%"', "a number"],
    ["{ $.a = 1e999 }", 9, '"1e999"', "64-bit"],
    ["{ $.a = b+c }", 9, '"b"', "double quotes"],
    ["{ $.a = me@example.com }", 11, '"@"', "double quotes"],
    ['{ $.a = "b }', 9, "never closed", "closing"],
    ['{ $.a = "b"c }', 12, '"c"', "double quotes"],
    ['{ $.a = b" }', 10, '"\\""', "double quotes"],
    ["{ $.a = %b }", 9, '"%"', "percent signs"],
    ["{ $.a = %a(b)% }", 11, '"("', "without parentheses"],
    ["{ $.a = %something!% }", 19, '"!"', "a character"],
    ["{ $.a = %é% }", 10, '"é"', "a character"],
    [String.raw`{ $.a = %a\b% }`, 11, '"\\\\"', "a complete"],
    ["{ $.a = %a[b% }", 11, '"["', "a complete"],
    ["{ $.a = %a{b}% }", 11, '"{"', "a complete"],
    ["{ $.a = %[z-a]% }", 10, '"["', "make sense"],
    ["{ $.a = %*% }", 10, '"*"', "make sense"],
    ["{ $.a = %b% || $.b = %c% || $.c = %d% }", 35, '"%"', "at most two"],
  ];
  for (const [pattern, column, found, expected] of broken) {
    it(`refuses ${pattern} at column ${column}`, () => {
      const message = messageFor(pattern);
      expect(message).to.match(new RegExp(`column ${column}:`));
      expect(message).to.include(`found ${found === "never closed" ? "a quotation mark that is " : ""}${found}`);
      expect(message.slice(message.indexOf(", expected "))).to.include(expected);
    });
  }

  it("allows 1,024 characters and names the length of a longer pattern", () => {
    const fixed = '{ $.a = "" }';
    const longest = fixed.replace('""', `"${"x".repeat(1024 - fixed.length)}"`);
    expect(longest).to.have.lengthOf(1024);
    expect(parseFilterPattern(longest)).to.have.property("kind", "comparison");
    expect(messageFor(`${longest} `)).to.match(
      /column 1025: found a pattern of 1025 characters, expected at most 1024/,
    );
  });

  it("survives as many parentheses as fit", () => {
    const deep = `{${"(".repeat(508)}$.a=1${")".repeat(508)}}`;
    expect(parseFilterPattern(deep)).to.have.property("kind", "comparison");
  });
});
