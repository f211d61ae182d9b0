import { expect } from "chai";
import * as fc from "fast-check";

import { mostRecordBytes, recordSplitter } from "../../../core/trail-files/record-splitter";

function split(text: string, sizes: readonly number[]): string[] {
  const splitter = recordSplitter();
  const bytes = Buffer.from(text);
  const records: string[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    records.push(...splitter.push(bytes.subarray(from, from + size)));
    from += size;
  }
  splitter.end();
  return records;
}

describe("the records of a log file", () => {
  it("are the ones that the file holds, in whatever pieces it comes, and whatever is in their texts", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 });
    fc.assert(
      fc.property(records, sizes, fc.constantFrom(undefined, 1), (each, pieces, indent) => {
        const found = split(JSON.stringify({ Records: each }, null, indent), pieces);
        expect(found.map((text) => JSON.parse(text) as unknown)).to.deep.equal(JSON.parse(JSON.stringify(each)));
      }),
    );
  });

  it("are whole where a letter of several bytes or an escape is cut in two", () => {
    const record = { text: 'ä€😀 \\" } ] {', nested: { a: [{ b: "}" }] } };
    const text = JSON.stringify({ Records: [record, record] });
    for (let size = 1; size < 12; size += 1) {
      expect(split(text, [size])).to.deep.equal([JSON.stringify(record), JSON.stringify(record)]);
    }
  });

  it("end where the file ends: one that breaks off is a fault, and so is one without anything", () => {
    expect(() => split('{"Records":[{"a":1}', [4])).to.throw("ends in the middle");
    expect(() => split("", [4])).to.throw("ends in the middle");
    expect(() => split('{"Records":[{"a":"', [100])).to.throw("ends in the middle");
  });

  it("are not gathered without end where one never closes", () => {
    const splitter = recordSplitter();
    splitter.push(Buffer.from('{"Records":[{"a":"'));
    const piece = Buffer.alloc(1024 * 1024, "x");
    expect(() => {
      for (let bytes = 0; bytes <= mostRecordBytes; bytes += piece.length) splitter.push(piece);
    }).to.throw("a record of more than");
  });
});
