import { expect } from "chai";

import { actionStore } from "../../../clients/action-store";
import { answerStore } from "../../../clients/answer-store";
import type { ActionRecord, Answer } from "../../../core/actions/record";
import type { AnswerParts } from "../../../handlers/actions/give-answer";
import { giveAnswer } from "../../../handlers/actions/give-answer";
import { sampleActionRecord, SAMPLE_TIME } from "../../core/actions/sample-action-record";
import { memoryTable } from "../../support/memory-table";

const carol = "arn:aws:iam::111122223333:user/carol";
const nowMs = SAMPLE_TIME + 60_000;
const asked = sampleActionRecord({
  state: "asked",
  verdict: "ask",
  askedUntilMs: SAMPLE_TIME + 1_800_000,
  told: true,
  request: { key: "of the responder" },
});

async function stage(record: ActionRecord = asked) {
  const table = memoryTable();
  const store = actionStore(table);
  await store.saveRecord(record, 0);
  const woken: object[] = [];
  const trouble: { ofQueue?: Error; isWithoutQueue?: boolean } = {};
  const send = async (message: object) => {
    if (trouble.ofQueue !== undefined) throw trouble.ofQueue;
    woken.push(message);
  };
  const parts: AnswerParts = {
    store,
    answers: answerStore(table),
    wakeOf: () => (trouble.isWithoutQueue === true ? undefined : { send }),
  };
  return {
    woken,
    trouble,
    table,
    parts,
    give: (answer: Answer, by = carol) => giveAnswer(record.id, answer, by, parts, nowMs),
    kept: async () => (await store.record(record.id))?.value,
  };
}

const wakeUp = { warden: "answered", record: asked.id };

describe("giving an answer", () => {
  it("approve: stands in the record, and the responder is woken once", async () => {
    const { give, kept, woken } = await stage();
    expect((await give("approve")).outcome).to.equal("given");
    expect(await kept()).to.deep.include({ state: "asked", approval: { by: carol, atMs: nowMs } });
    expect(woken).to.deep.equal([wakeUp]);
  });

  it("leave: closes the record, and the responder is woken to say so", async () => {
    const { give, kept, woken } = await stage();
    expect((await give("leave")).outcome).to.equal("given");
    expect(await kept()).to.deep.include({ state: "left", left: { by: carol, atMs: nowMs } });
    expect(woken).to.deep.equal([wakeUp]);
  });

  it("expected: as leave, and what the question was about is noted for whoever learns what is usual", async () => {
    const { give, kept, table } = await stage();
    await give("expected");
    expect(await kept()).to.include({ state: "left" });
    const notes = await table.readAll(`EXPECTED#${asked.subject.id}`);
    expect(notes.map(({ item, value }) => ({ item, value }))).to.deep.equal([
      { item: "noted", value: {} },
      {
        item: asked.id,
        value: { expected: { by: carol, atMs: nowMs }, request: asked.request, eventIds: asked.eventIds },
      },
    ]);
  });

  it("is refused the second time another answer is given, and changes nothing", async () => {
    const { give, kept, woken } = await stage();
    await give("approve");
    const before = await kept();
    expect(await give("leave")).to.deep.equal({ outcome: "refused", why: "it is approved already" });
    expect(await kept()).to.deep.equal(before);
    expect(woken).to.have.lengthOf(1);
  });

  for (const answer of ["approve", "leave", "expected"] as const) {
    it(`${answer}: where the responder could not be woken, the same answer again wakes it`, async () => {
      const { give, kept, woken, trouble } = await stage();
      trouble.ofQueue = new Error("SQS is down");
      const failure = await give(answer).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure).to.equal(trouble.ofQueue);
      const before = await kept();
      delete trouble.ofQueue;
      expect((await give(answer)).outcome).to.equal("repeated");
      expect(woken).to.deep.equal([wakeUp]);
      expect(await kept(), "who answered first stands").to.deep.equal(before);
    });
  }

  it("is refused where the stack declares no queue for the action, before anything is written", async () => {
    const { give, kept, trouble } = await stage();
    trouble.isWithoutQueue = true;
    expect((await give("approve")).outcome).to.equal("refused");
    expect(await kept()).to.deep.equal(asked);
  });

  it("is unknown without a record", async () => {
    const { parts } = await stage();
    expect(await giveAnswer("wa-zzzzzzzzzz", "approve", carol, parts, nowMs)).to.deep.equal({ outcome: "unknown" });
  });

  it("of two at the same time only the first stands, and the other is told so", async () => {
    const { parts, kept } = await stage();
    const { store } = parts;
    let isFirst = true;
    const saveRecord: typeof store.saveRecord = async (record, version) => {
      if (isFirst) {
        isFirst = false;
        await giveAnswer(asked.id, "leave", "arn:aws:iam::111122223333:user/dave", parts, nowMs);
      }
      return store.saveRecord(record, version);
    };
    const slow = { ...parts, store: { ...store, saveRecord } };
    expect(await giveAnswer(asked.id, "approve", carol, slow, nowMs)).to.deep.equal({
      outcome: "refused",
      why: "it is left already",
    });
    expect(await kept())
      .to.deep.include({ state: "left" })
      .and.not.have.property("approval");
  });
});
