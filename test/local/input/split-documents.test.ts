import { expect } from "chai";
import * as fc from "fast-check";
import { DocumentSplitter } from "../../../local/input/split-documents";
import type { Piece } from "../../../local/input/piece";

/** What the splitter finds when the bytes come in chunks of this size. */
function split(text: string, chunkBytes = 1 << 20): Piece[] {
  const bytes = Buffer.from(text);
  const splitter = new DocumentSplitter();
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes)
    pieces.push(...splitter.push(bytes.subarray(at, at + chunkBytes)));
  return [...pieces, ...splitter.end()];
}

function summary(pieces: readonly Piece[]): string[] {
  return pieces.map((piece) =>
    "why" in piece ? `${piece.line}! ${piece.why}` : `${piece.line} ${JSON.stringify(piece.value)}`,
  );
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4, noNullPrototype: true }), {
  maxLength: 8,
});
const layouts: Readonly<Record<string, (values: readonly unknown[]) => string>> = {
  "JSON Lines": (values) => values.map((value) => JSON.stringify(value)).join("\n"),
  "JSON Lines with CRLF and blank lines": (values) =>
    values.map((value) => `\r\n${JSON.stringify(value)}\r\n`).join(""),
  "an array": (values) => JSON.stringify(values),
  "an indented array": (values) => JSON.stringify(values, null, 2),
  "a log file": (values) => JSON.stringify({ Records: values }),
  "an indented log file": (values) => `${JSON.stringify({ Records: values }, null, "\t")}\n`,
  "a log file with one record a line": (values) =>
    `{"Records":[\n${values.map((value) => JSON.stringify(value)).join(",\n")}\n]}\n`,
  "a log file with more behind its list": (values) => `{"Records":${JSON.stringify(values)},"more":{"x":["]}"]}}`,
  "indented documents one after the other": (values) =>
    values.map((value) => JSON.stringify(value, null, 4)).join("\n"),
};

describe("DocumentSplitter", () => {
  for (const [name, layout] of Object.entries(layouts)) {
    it(`finds every value of ${name}, however the bytes are cut`, () => {
      fc.assert(
        fc.property(objects, fc.integer({ min: 1, max: 40 }), (values, chunkBytes) => {
          const found = split(layout(values), chunkBytes);
          expect(found.map((piece) => ("why" in piece ? piece : piece.value))).to.deep.equal(
            JSON.parse(JSON.stringify(values)),
          );
        }),
      );
    });
  }

  it("finds every value of a list whose objects begin alike, nested ones too, with its line and its text", () => {
    const { alike } = fc.letrec<{ alike: object }>((tie) => ({
      alike: fc.record({
        key: fc.oneof({ maxDepth: 3 }, fc.string(), fc.array(tie("alike"), { maxLength: 3 }), tie("alike")),
      }),
    }));
    fc.assert(
      fc.property(
        fc.array(alike, { maxLength: 8 }),
        fc.constantFrom(",", ",\n", " ,", ", "),
        fc.integer({ min: 1, max: 90 }),
        (values, between, chunkBytes) => {
          const texts = values.map((value) => JSON.stringify(value));
          const found = split(`{"Records":[${texts.join(between)}]}`, chunkBytes);
          const lineOf = (position: number) => 1 + (between.includes("\n") ? position : 0);
          expect(found).to.deep.equal(
            values.map((value, position) => ({ line: lineOf(position), text: texts[position], value })),
          );
        },
      ),
    );
  });

  it("gives the JSON text of each value", () => {
    const [first, second] = split('{"Records":[ {"a": 1},{"b":"}"} ]}');
    expect([first, second]).to.deep.equal([
      { line: 1, text: '{"a": 1}', value: { a: 1 } },
      { line: 1, text: '{"b":"}"}', value: { b: "}" } },
    ]);
  });

  it("counts lines from 1, blank ones too", () => {
    expect(summary(split('\n{"a":1}\r\n\n{\n "b":2\n}\n{"c":3}\n'))).to.deep.equal([
      '2 {"a":1}',
      '4 {"b":2}',
      '7 {"c":3}',
    ]);
    expect(summary(split('[\n\n{"a":1},\n{"b":2}]'))).to.deep.equal(['3 {"a":1}', '4 {"b":2}']);
  });

  it("goes on behind what is not JSON", () => {
    for (const chunkBytes of [1, 7, 1000]) {
      const found = split('{"a":1}\nnot json\n{"b":\n{"c":3}\n{"d":"cut\n{"e":5}\n{f}\n{"g":7}\n', chunkBytes);
      expect(found.filter((piece) => "why" in piece).map((piece) => piece.line)).to.deep.equal([2, 3, 5, 7]);
      expect(found.flatMap((piece) => ("why" in piece ? [] : [piece.value]))).to.deep.equal([
        { a: 1 },
        { c: 3 },
        { e: 5 },
        { g: 7 },
      ]);
    }
  });

  it("names a broken value of many lines once", () => {
    const text = '[\n  {\n    "a": "cut\n    "b": 2\n  },\n  {\n    "c": 3\n  }\n]\n';
    expect(summary(split(text))).to.deep.equal(["3! not JSON: the line ends inside a string", '6 {"c":3}']);
  });

  it("says where a value within many lines is wrong", () => {
    expect(summary(split('{\n "a": 1\n "b": 2\n}\n{"c":3}'))[0]).to.match(/^3! not JSON: /);
  });

  it("names a file that ends too early once and keeps what came before", () => {
    expect(summary(split('{"Records":[{"a":1},{"b":2'))).to.deep.equal([
      '1 {"a":1}',
      "1! not JSON: the file ends before it is complete",
    ]);
    expect(summary(split('{"Records":[{"a":1},'))).to.deep.equal([
      '1 {"a":1}',
      "1! not JSON: the file ends before the list that begins here",
    ]);
  });

  it("gives numbers, words and texts in a list one by one", () => {
    expect(summary(split('[1,"a]",null,{"b":2}]'))).to.deep.equal(["1 1", '1 "a]"', "1 null", '1 {"b":2}']);
  });

  it("takes the time off the lines of a CloudWatch Logs export", () => {
    expect(summary(split('2026-03-17T10:00:00.000Z {"a":1}\n2026-03-17T10:00:01.000Z {"b":2}\n'))).to.deep.equal([
      '1 {"a":1}',
      '2 {"b":2}',
    ]);
  });

  it("comes to an end on any text, and names or gives something of every text that is not blank", () => {
    const characters = fc.string({
      unit: fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "\n", " ", "1", "é"),
      minLength: 1,
    });
    fc.assert(
      fc.property(characters, fc.integer({ min: 1, max: 9 }), (text, chunkBytes) => {
        const found = split(text, chunkBytes);
        if (/[1é"}]/.test(text)) expect(found).to.not.have.lengthOf(0);
        for (const piece of found) expect(piece.line).to.be.within(1, text.split("\n").length);
      }),
      { numRuns: 500 },
    );
  });

  it("finds the same whichever way the bytes are cut", () => {
    const texts = fc.string({ unit: fc.constantFrom('{"a":1}', "{", "}", "[", "]", '"', ",", "\n", "\n{", "1") });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, chunkBytes) => {
        expect(summary(split(text, chunkBytes))).to.deep.equal(summary(split(text)));
      }),
      { numRuns: 500 },
    );
  });
});
