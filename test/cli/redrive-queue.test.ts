import { expect } from "chai";
import fc from "fast-check";

import { redriveQueue } from "../../cli/redrive-queue";
import type { DeadLetterQueue } from "../../clients/dead-letter-queue";

/** A queue that answers with so many letters at a time, and shows what was not deleted again after a round, as SQS may. */
function queueOf(bodies: readonly string[], batch = 10, undeletable = false) {
  const letters = bodies.map((body, position) => ({ id: String(position), body }));
  const deleted: string[] = [];
  let asked = 0;
  const queue: DeadLetterQueue = {
    async receive() {
      const left = letters.filter(({ id }) => !deleted.includes(id));
      const from = left.length === 0 ? 0 : (asked++ * batch) % left.length;
      return left.slice(from, from + batch).map(({ id, body }) => ({
        id,
        body,
        async delete() {
          if (undeletable) throw new Error("no");
          deleted.push(id);
        },
      }));
    },
  };
  return { queue, deleted };
}

const event = (id: number) => JSON.stringify({ id });

describe("redriving a dead-letter queue", () => {
  it("hands each event over and removes it only then", async () => {
    const order: string[] = [];
    const { queue, deleted } = queueOf([event(1), event(2)]);
    const counts = await redriveQueue(
      queue,
      async (one) => void order.push(`${JSON.stringify(one)} ${deleted.length}`),
      100,
    );
    expect(counts).to.deep.include({ redriven: 2, failed: 0, unreadable: 0, undeleted: 0 });
    expect(order).to.deep.equal(['{"id":1} 0', '{"id":2} 1']);
    expect(deleted).to.have.lengthOf(2);
  });

  it("leaves in the queue what can't be handed over, tries each once, and says why the first one could not", async () => {
    const { queue, deleted } = queueOf([event(1), event(2), event(3)], 2);
    const tried: unknown[] = [];
    const counts = await redriveQueue(
      queue,
      async (one) => {
        tried.push(one);
        if ((one as { id: number }).id !== 2) throw new Error(`no ${(one as { id: number }).id}`);
      },
      100,
    );
    expect(counts).to.deep.include({ redriven: 1, failed: 2, why: "no 1" });
    expect(tried).to.have.lengthOf(3);
    expect(deleted).to.deep.equal(["1"]);
  });

  it("leaves what holds no event, and counts it", async () => {
    const { queue, deleted } = queueOf(["not JSON", event(1)]);
    expect(await redriveQueue(queue, async () => {}, 100)).to.deep.include({ redriven: 1, unreadable: 1 });
    expect(deleted).to.deep.equal(["1"]);
  });

  it("says what it could not remove, since the function will get it once more", async () => {
    const { queue } = queueOf([event(1)], 10, true);
    expect(await redriveQueue(queue, async () => {}, 100)).to.deep.include({ redriven: 1, undeleted: 1 });
  });

  it("stops at its bound, and each event is handed over at most once, however the queue answers", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 50 }),
        async (count, batch, most) => {
          const { queue } = queueOf(
            Array.from({ length: count }, (_, id) => event(id)),
            batch,
          );
          const handed: string[] = [];
          await redriveQueue(queue, async (one) => void handed.push(JSON.stringify(one)), most);
          expect(handed.length).to.equal(Math.min(count, most));
          expect(new Set(handed).size).to.equal(handed.length);
        },
      ),
    );
  });
});
