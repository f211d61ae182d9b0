import { expect } from "chai";
import * as fc from "fast-check";

import { jsonDocuments } from "../../../local/http/json-documents";

describe("JSON values that stand one after the other", () => {
  it("are told apart, whatever they hold and whatever space is between them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.constantFrom("", " ", "\n"),
        (all, space) => {
          const written = all.map((one) => JSON.parse(JSON.stringify(one)) as unknown);
          expect(jsonDocuments(written.map((one) => JSON.stringify(one)).join(space))).to.deep.equal(written);
        },
      ),
    );
  });

  it("end with the text of the first that is none", () => {
    expect(jsonDocuments('{"a":1}{"b":}{"c":3}')).to.deep.equal([{ a: 1 }, '{"b":}{"c":3}']);
    expect(jsonDocuments('{"a":1} {"b"')).to.deep.equal([{ a: 1 }, '{"b"']);
    expect(jsonDocuments("garbage")).to.deep.equal(["garbage"]);
    expect(jsonDocuments("")).to.deep.equal([]);
  });
});
