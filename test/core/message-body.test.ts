import { expect } from "chai";
import * as fc from "fast-check";

import { messageBody } from "../../core/message-body";

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });

describe("the body of a queue's message", () => {
  it("holds what SQS takes, and is read back as it was, whatever texts are in it", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, text) => {
        const message = { [`name ${name}`]: [text, "\uFFFE\uFFFF"] };
        const body = messageBody(message);
        expect(body).to.match(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
        expect(JSON.parse(body)).to.deep.equal(message);
      }),
    );
  });
});
