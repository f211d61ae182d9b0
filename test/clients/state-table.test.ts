import { expect } from "chai";

import type { StateTable } from "../../clients/state-table";
import { stateTable } from "../../clients/state-table";
import { REGION, SETUP } from "../local/account/fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

const declared = {
  name: "actions",
  arn: `arn:aws:dynamodb:${REGION}:111122223333:table/actions`,
  hashKey: "key",
  rangeKey: "item",
  ttlAttribute: "expiresAt",
};

describe("a table of states in DynamoDB", () => {
  let running: CalledAccount;
  let table: StateTable;

  before(async () => {
    running = await startCalledAccount({ ...SETUP, tables: [declared] });
    table = stateTable("actions");
  });

  after(() => running.stop());

  it("gives back what was written, with the version that the next writer needs", async () => {
    const value = { text: "`ünicode` 😀", list: [1, null, { deep: true }], number: 1.5 };
    expect(await table.write("RECORD#1", "STATE", value, 0)).to.equal(true);
    expect(await table.read("RECORD#1", "STATE")).to.deep.equal({ value, version: 1 });
    expect(await table.write("RECORD#1", "STATE", "next", 1, Date.parse("2027-01-01T00:00:00Z"))).to.equal(true);
    expect(await table.read("RECORD#1", "STATE")).to.deep.equal({ value: "next", version: 2 });
  });

  it("gives more than a hundred items in the order that they were asked for, and tells what is not there", async () => {
    const names = Array.from({ length: 250 }, (_, number) => ({ key: `MANY#${number}`, item: "STATE" }));
    for (const place of [3, 120, 249]) await table.write(`MANY#${place}`, "STATE", place, 0);
    const found = await table.readEach(names);
    expect(found).to.have.length(250);
    expect(found.flatMap((one, place) => (one === undefined ? [] : [[place, one.value]]))).to.deep.equal([
      [3, 3],
      [120, 120],
      [249, 249],
    ]);
    expect(await table.readEach([])).to.deep.equal([]);
  });

  it("knows nothing of what was never written", async () => {
    expect(await table.read("RECORD#none", "STATE")).to.equal(undefined);
    expect(await table.readAll("RECORD#none")).to.deep.equal([]);
  });

  it("knows its own write again whose answer was lost, and nobody else's", async () => {
    const lost = { kind: "lost-response", operation: "PutItem", nth: 1 } as const;
    running.account.put({ faults: [lost] });
    expect(await table.write("RECORD#lost", "STATE", { by: "me" }, 0)).to.equal(true);
    running.account.put({ faults: [{ kind: "server-error", operation: "PutItem", nth: 1 }] });
    expect(await table.write("RECORD#lost", "STATE", { by: "you" }, 0)).to.equal(false);
    running.account.put({ faults: [lost] });
    expect(await table.write("RECORD#lost", "STATE", { by: "me", again: true }, 1)).to.equal(true);
    running.account.put({ faults: [] });
    expect(await table.read("RECORD#lost", "STATE")).to.deep.equal({ value: { by: "me", again: true }, version: 2 });
  });

  it("refuses whoever has not read the newest", async () => {
    await table.write("RECORD#2", "STATE", "first", 0);
    expect(await table.write("RECORD#2", "STATE", "as new", 0)).to.equal(false);
    await table.write("RECORD#2", "STATE", "second", 1);
    for (const version of [0, 1, 3]) expect(await table.write("RECORD#2", "STATE", "late", version)).to.equal(false);
    expect(await table.read("RECORD#2", "STATE")).to.deep.equal({ value: "second", version: 2 });
  });

  it("lets one of many writers at the same time win", async () => {
    const writers = Array.from({ length: 8 }, (_, index) => table.write("CAPS", "STATE", index, 0));
    expect((await Promise.all(writers)).filter(Boolean)).to.have.length(1);
  });

  it("gives many items at once, in the order asked, and nothing for those that are not there", async () => {
    await table.write("EACH#1", "STATE", "one", 0);
    await table.write("EACH#1", "OTHER", "other", 0);
    const names = [
      { key: "EACH#2", item: "STATE" },
      { key: "EACH#1", item: "OTHER" },
      { key: "EACH#1", item: "STATE" },
    ];
    expect(await table.readEach(names)).to.deep.equal([
      undefined,
      { value: "other", version: 1 },
      { value: "one", version: 1 },
    ]);
  });

  it("writes several items or, where somebody has written one of them, none", async () => {
    const both = (version: number, value: string) => ["A", "B"].map((item) => ({ key: "ALL#1", item, value, version }));
    expect(await table.writeAll(both(0, "first"))).to.equal(true);
    await table.write("ALL#1", "B", "mine", 1);
    expect(await table.writeAll(both(1, "late"))).to.equal(false);
    expect((await table.readAll("ALL#1")).map(({ value }) => value)).to.deep.equal(["first", "mine"]);
  });

  it("writes several items once where the answer to that is lost", async () => {
    running.account.put({ faults: [{ kind: "lost-response", operation: "TransactWriteItems", nth: 1 }] });
    expect(await table.writeAll([{ key: "ALL#2", item: "A", value: 1, version: 0 }])).to.equal(true);
    running.account.put({ faults: [] });
    expect(await table.read("ALL#2", "A")).to.deep.equal({ value: 1, version: 1 });
  });

  it("lists what is under a key and removes single items", async () => {
    for (const item of ["siem", "country"]) await table.write("SIGNALS#1", item, { kind: item }, 0);
    await table.write("SIGNALS#10", "country", "of another key", 0);
    expect(await table.readAll("SIGNALS#1")).to.deep.equal([
      { item: "country", value: { kind: "country" }, version: 1 },
      { item: "siem", value: { kind: "siem" }, version: 1 },
    ]);
    await table.remove("SIGNALS#1", "siem");
    await table.remove("SIGNALS#1", "siem");
    expect((await table.readAll("SIGNALS#1")).map(({ item }) => item)).to.deep.equal(["country"]);
    expect(await table.write("SIGNALS#1", "siem", "again", 0)).to.equal(true);
  });

  it("throws what DynamoDB says", async () => {
    const why = await stateTable("undeclared")
      .read("RECORD#1", "STATE")
      .catch((error: Error) => error.name);
    expect(why).to.equal("ResourceNotFoundException");
  });
});
