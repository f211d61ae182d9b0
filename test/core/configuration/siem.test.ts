import { expect } from "chai";

import { parseConfiguration } from "../../../core/configuration/parse";
import { formatProblems } from "../../../core/configuration/problem";

const trail = { create: true };

function read(siem: unknown) {
  const result = parseConfiguration({ trail, ...(siem === undefined ? {} : { siem }) });
  return "problems" in result ? formatProblems(result.problems) : result.configuration.siem;
}

describe("what a SIEM is given to pull", () => {
  it("is nothing unless it is asked for", () => {
    expect(read(undefined)).to.deep.equal({
      logFiles: false,
      readers: [],
      visibilityTimeout: "5m",
      visibilityTimeoutSeconds: 300,
      maxReceiveCount: 20,
    });
  });

  it("is read from JSON text as from an object", () => {
    const written = { logFiles: true, readers: ["444455556666"], visibilityTimeout: "15m", maxReceiveCount: 4 };
    expect(read(JSON.stringify(written)))
      .to.deep.equal(read(written))
      .and.include({ visibilityTimeoutSeconds: 900 });
  });

  it("lets nobody read whom it does not name", () => {
    for (const reader of ["*", "arn:aws:iam::444455556666:*", "arn:aws:iam::444455556666:role/*"])
      expect(read({ logFiles: true, readers: [reader] }), reader).to.contain("siem.readers[0]: found");
  });

  it("may not wait so long for a reader that its dead letters are dropped before they are any", () => {
    // Four days in all, of the fourteen that SQS counts in both queues together.
    expect(read({ visibilityTimeout: "1h", maxReceiveCount: 96 })).to.include({ maxReceiveCount: 96 });
    expect(read({ visibilityTimeout: "1h", maxReceiveCount: 97 })).to.contain(
      "siem.maxReceiveCount: found 97 times 1h; allowed: at most 4d in all",
    );
    expect(read({ visibilityTimeout: "15m", maxReceiveCount: 500 })).to.contain("siem.maxReceiveCount: found 500");
  });

  it("is received more than once before it is a dead letter", () => {
    expect(read({ maxReceiveCount: 1 })).to.contain("siem.maxReceiveCount: found 1; allowed: a whole number from 2");
  });
});
