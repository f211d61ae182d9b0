import { expect } from "chai";

import { answerStore } from "../../clients/answer-store";
import type { ActionRecord } from "../../core/actions/record";
import { countingTable } from "../support/counting-table";

const atMs = Date.parse("2026-10-01T12:00:00Z");
const carol = { by: "arn:aws:iam::111122223333:user/carol", atMs };
const recordOn = (subjectId: string, id: string) =>
  ({
    id,
    subject: { kind: "key", id: subjectId, account: undefined },
    request: { id },
    eventIds: [],
  }) as unknown as ActionRecord;
const keys = Array.from({ length: 120 }, (_, number) => `AKIAEXAMPLE${String(number).padStart(9, "0")}`);

describe("what people have called expected", () => {
  it("is found by its subject, each answer once", async () => {
    const { table } = countingTable();
    const answers = answerStore(table);
    const [one = "", other = ""] = keys;
    for (const id of ["wa-1", "wa-2", "wa-2"]) await answers.noteExpected(recordOn(one, id), carol);
    const requests = async (ids: readonly string[]) =>
      [...(await answers.expected(ids))].map(([id, notes]) => [id, notes.map(({ request }) => request)]);
    const expected = [one, [{ id: "wa-1" }, { id: "wa-2" }]];
    expect(await requests([one])).to.deep.equal([expected]);
    expect(await requests([other])).to.deep.equal([[other, []]]);
    expect(await requests([other, one])).to.deep.equal([[other, []], expected]);
  });

  it("costs a look at each subject that it is noted of, and one look in all for the others", async () => {
    const { table, calls } = countingTable();
    const answers = answerStore(table);
    await answers.noteExpected(recordOn(keys[5] ?? "", "wa-1"), carol);
    calls.length = 0;
    const found = await answers.expected(keys);
    expect(found.size).to.equal(keys.length);
    expect([...found].filter(([, notes]) => notes.length > 0).map(([id]) => id)).to.deep.equal([keys[5]]);
    expect(calls).to.deep.equal(["readEach", "readAll"]);
  });
});
