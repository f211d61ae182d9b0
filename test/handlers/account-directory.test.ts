import { expect } from "chai";

import { accountMemory } from "../../clients/account-memory";
import type { OrganizationAccount } from "../../core/organization/organization";
import type { AccountDirectory } from "../../handlers/account-directory";
import { accountDirectory, openAccountDirectory } from "../../handlers/account-directory";
import type { MemoryTable } from "../support/memory-table";
import { memoryTable } from "../support/memory-table";

const shop = "111122223333";
const lab = "222233334444";
const stranger = "999999999999";
const minute = 60_000;
const hour = 60 * minute;

describe("the directory of accounts", () => {
  let nowMs: number;
  let asked: string[];
  let failure: Error | undefined;
  let answers: (id: string) => Promise<void>;
  let timeUp: () => void;
  let table: MemoryTable;

  const known: Readonly<Record<string, OrganizationAccount>> = {
    [shop]: { name: "shop", tags: {} },
    [lab]: { name: "lab", tags: {} },
  };

  beforeEach(() => {
    [nowMs, asked, failure, table] = [Date.UTC(2026, 2, 17), [], undefined, memoryTable()];
    [answers, timeUp] = [() => Promise.resolve(), () => undefined];
  });

  const container = (): AccountDirectory =>
    accountDirectory({
      list: {
        async account(id) {
          asked.push(id);
          await answers(id);
          if (failure !== undefined) throw failure;
          return known[id];
        },
      },
      memory: accountMemory(table),
      now: () => nowMs,
      timeout: () => ({ over: new Promise((resolve) => (timeUp = resolve)), clear: () => undefined }),
    });

  it("asks Organizations once, then the container, then the table for a day", async () => {
    const first = container();
    expect(await first.accounts([shop, lab])).to.deep.equal(known);
    await first.accounts([shop]);
    expect(await container().accounts([lab])).to.deep.equal({ [lab]: known[lab] });
    expect(asked).to.deep.equal([shop, lab]);
    expect(table.names()).to.deep.equal([`ACCOUNT#${shop}/ORGANIZATION`, `ACCOUNT#${lab}/ORGANIZATION`]);
    nowMs += 25 * hour;
    await first.accounts([shop]);
    await container().accounts([shop]);
    expect(asked).to.deep.equal([shop, lab, shop]);
  });

  it("asks once for two messages at the same time", async () => {
    const directory = container();
    await Promise.all([directory.accounts([shop]), directory.accounts([shop])]);
    expect(asked).to.deep.equal([shop]);
  });

  it("knows for an hour that the organization does not have an account", async () => {
    expect(await container().accounts([stranger])).to.deep.equal({});
    await container().accounts([stranger]);
    expect(asked).to.deep.equal([stranger]);
    nowMs += hour + minute;
    await container().accounts([stranger]);
    expect(asked).to.deep.equal([stranger, stranger]);
  });

  it("asks for ten accounts of a message at most, and for others with the next", async () => {
    const ids = Array.from({ length: 12 }, (_, index) => String(300_000_000_000 + index));
    const directory = container();
    await directory.accounts(ids);
    expect(asked).to.deep.equal(ids.slice(0, 10));
    await directory.accounts(ids);
    expect(asked).to.deep.equal(ids);
  });

  it("leaves the id alone where Organizations refuses, and asks again after five minutes", async () => {
    failure = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const directory = container();
    expect(await directory.accounts([shop])).to.deep.equal({});
    failure = undefined;
    expect(await directory.accounts([shop, lab])).to.deep.equal({});
    expect(asked).to.deep.equal([shop]);
    nowMs += 5 * minute;
    expect(await directory.accounts([shop])).to.deep.equal({ [shop]: known[shop] });
  });

  it("goes on without a name when time is up, and has it later when it came after all", async () => {
    let arrive = (): void => undefined;
    answers = (id) => (id === shop ? new Promise((resolve) => (arrive = resolve)) : Promise.resolve());
    const directory = container();
    const answer = directory.accounts([shop, lab]);
    await new Promise((resolve) => setImmediate(resolve));
    timeUp();
    expect(await answer).to.deep.equal({ [lab]: known[lab] });
    arrive();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await directory.accounts([shop])).to.deep.equal({ [shop]: known[shop] });
  });

  it("names an account that can't be kept, and asks nobody where the table does not answer", async () => {
    table.fail("write", "ACCOUNT#");
    expect(await container().accounts([shop])).to.deep.equal({ [shop]: known[shop] });
    table.fail("read", "ACCOUNT#");
    asked = [];
    expect(await container().accounts([shop])).to.deep.equal({});
    expect(asked).to.deep.equal([]);
  });

  it("is not there where the environment names none", () => {
    expect(openAccountDirectory({})).to.equal(undefined);
  });
});
