import { expect } from "chai";
import * as fc from "fast-check";

import { batchQueue } from "../../clients/message-batches";
import { SETUP } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

const queueUrl = SETUP.queues?.[0]?.url ?? "";
const bodies = (count: number) => Array.from({ length: count }, (_, number) => `body ${number}`);

describe("a queue that takes many messages at once", () => {
  let running: CalledAccount;

  before(async () => {
    running = await startCalledAccount();
  });
  beforeEach(() => running.forget());
  after(() => running.stop());

  const taken = () => running.events.map((event) => (event.type === "sqs-send" ? event.body : event.type));

  it("takes all of them, ten to a call", async () => {
    expect(await batchQueue(queueUrl).send(bodies(95))).to.deep.equal([]);
    expect(taken().sort()).to.deep.equal(bodies(95).sort());
    expect(running.calls).to.have.length(10);
  });

  it("is asked once where it takes none, and gives all of them back", async () => {
    running.account.put({ faults: [{ kind: "access-denied", service: "sqs", operation: "SendMessageBatch" }] });
    expect(await batchQueue(queueUrl).send(bodies(95))).to.deep.equal(bodies(95));
    expect(running.calls).to.have.length(1);
    running.account.put({ faults: [] });
  });

  it("gives back what it did not take, whichever call fails, and nothing twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 95 }), fc.integer({ min: 1, max: 10 }), async (count, nth) => {
        running.events.length = 0;
        const fault = { kind: "access-denied", service: "sqs", operation: "SendMessageBatch", nth } as const;
        running.account.put({ faults: [fault] });
        const refused = await batchQueue(queueUrl).send(bodies(count));
        expect([...taken(), ...refused].sort()).to.deep.equal(bodies(count).sort());
        expect(refused.length > 0).to.equal(nth <= Math.ceil(count / 10));
      }),
      { numRuns: 30 },
    );
    running.account.put({ faults: [] });
  });
});
