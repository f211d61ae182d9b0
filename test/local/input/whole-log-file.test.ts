import { expect } from "chai";
import * as fc from "fast-check";

import { wholeLogFile } from "../../../local/input/whole-log-file";
import { sample } from "./support";

const fileOf = (records: readonly unknown[]) => Buffer.from(JSON.stringify({ Records: records }));
const textsIn = (bytes: Buffer) => {
  const file = wholeLogFile(bytes);
  return file?.records.map((_, position) => file.textOf(position));
};

describe("a log file read at once", () => {
  it("gives each record with the JSON that stands in the file", () => {
    const records = [sample(1), sample(2, { userAgent: 'it says "Records":[{' }), sample(3)];
    expect(wholeLogFile(fileOf(records))?.records).to.deep.equal(records);
    expect(textsIn(fileOf(records))).to.deep.equal(records.map((record) => JSON.stringify(record)));
  });

  it("keeps the JSON as it was written, numbers and escapes among it", () => {
    const written = '{"eventVersion":"1.0","eventID":"a","n":1.50,"t":"\\u00e9\\/"}';
    expect(textsIn(Buffer.from(`{"Records":[${written},${written}]}\n`))).to.deep.equal([written, written]);
  });

  it("counts the characters of each record", () => {
    const records = [sample(1), sample(2, { userAgent: "ä".repeat(100) })];
    const file = wholeLogFile(fileOf(records));
    expect(records.map((_, position) => file?.lengthOf(position))).to.deep.equal(
      records.map((record) => JSON.stringify(record).length),
    );
  });

  const others: Readonly<Record<string, string>> = {
    "a file over several lines": JSON.stringify({ Records: [sample(1)] }, undefined, 2),
    "JSON Lines": JSON.stringify(sample(1)),
    "a file that ends too early": JSON.stringify({ Records: [sample(1), sample(2)] }).slice(0, -20),
    "a file with more than records": JSON.stringify({ Records: [sample(1)], more: 1 }),
    "a list with something else in it": JSON.stringify({ Records: [sample(1), 7] }),
    "no record": JSON.stringify({ Records: [] }),
    "a record that begins otherwise": JSON.stringify({ Records: [sample(1), { eventID: "first", ...sample(2) }] }),
    "a record that holds what looks like another": JSON.stringify({
      Records: [sample(1, { requestParameters: [{ a: 1 }, { eventVersion: "1.11" }] })],
    }),
    nothing: "",
  };
  for (const [name, text] of Object.entries(others)) {
    it(`leaves ${name} to be read otherwise`, () => {
      expect(wholeLogFile(Buffer.from(text))).to.equal(undefined);
    });
  }

  it("never gives a record the JSON of another", () => {
    const record = fc.record({
      eventVersion: fc.constantFrom("1.11", "1.0"),
      eventID: fc.string(),
      requestParameters: fc.oneof(fc.json(), fc.array(fc.constant({ eventVersion: "1.11", eventID: "x" }))),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (records) => {
        const texts = textsIn(fileOf(records));
        texts?.forEach((text, position) => {
          if (text !== undefined) expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(records[position])));
        });
      }),
    );
  });
});
