import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { AccountSetup } from "../../../local/account/types";
import { createAccount } from "../../../local/account/account";
import type { DecisionEffect } from "../../../local/effects";
import { loadRun } from "../../../local/records/load";
import type { RunRecords } from "../../../local/records/records";
import { RecordsError } from "../../../local/records/records";
import { incompleteTables, resumedSetup } from "../../../local/records/resume";
import { DecisionLog, savedAccountOf, saveRun } from "../../../local/records/save";
import { SETUP } from "../account/fixture";
import { IAM_SETUP } from "../account/iam-fixture";

const decision = (subject: string): DecisionEffect => ({
  effect: "decision",
  at: "2026-03-17T10:00:00.000Z",
  function: "disable-key",
  action: "disable-key",
  subject,
  verdict: "done",
  reason: "country",
  eventIds: ["event-1"],
});

const run: RunRecords["run"] = {
  savedAt: "2026-11-21T16:00:00.000Z",
  endedAt: "2026-03-17T10:00:00.000Z",
  paths: ["/data/trail"],
  stackFile: "/project/Pulumi.dev.yaml",
  modes: { all: "enforce" },
  slack: true,
  allAccounts: false,
  accountId: "123456789012",
  region: "eu-west-1",
};

const silent = { onCall: () => {}, onEvent: () => {} };

describe("the records of the last run", () => {
  let folder: string;
  const file = () => path.join(folder, "last-run.json");
  beforeEach(() => void (folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-records-")), ".warden")));
  afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

  const save = (account: Partial<AccountSetup> = {}) => {
    const records = {
      run,
      account: savedAccountOf(account),
      decisions: [decision("AKIAONE")],
      deadLetters: { "post-denials": ["{}"] },
    };
    saveRun(records, folder);
    return records;
  };
  const refusal = (change: (file: Record<string, unknown>) => unknown) => {
    save(createAccount(IAM_SETUP, silent).save());
    fs.writeFileSync(
      file(),
      JSON.stringify(change(JSON.parse(fs.readFileSync(file(), "utf8")) as Record<string, unknown>)),
    );
    let message = "";
    expect(() => {
      try {
        loadRun(folder);
      } catch (error) {
        message = (error as Error).message.replace(file(), "FILE");
        throw error;
      }
    }).to.throw(RecordsError);
    return message;
  };

  it("are read as they were written, the run and its decisions", () => {
    save();
    expect(loadRun(folder)).to.deep.include({
      run,
      decisions: [decision("AKIAONE")],
      deadLetters: { "post-denials": ["{}"] },
    });
    save();
    expect(fs.readdirSync(folder)).to.deep.equal(["last-run.json"]);
  });

  it("are for their owner alone", () => {
    save();
    expect(fs.statSync(file()).mode & 0o077).to.equal(0);
  });

  it("stay those of the run before when writing fails", () => {
    save();
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const broken = { run, account: { tables: [cyclic] }, decisions: [], deadLetters: {} } as unknown as RunRecords;
    expect(() => saveRun(broken, folder)).to.throw();
    expect(loadRun(folder).decisions).to.have.lengthOf(1);
    expect(fs.readdirSync(folder)).to.deep.equal(["last-run.json"]);
  });

  it("bring an account back to where it was", () => {
    const before = createAccount(IAM_SETUP, silent);
    before.put({
      tables: [
        {
          ...SETUP.tables![0]!,
          items: [
            {
              id: { S: "__proto__" },
              at: { N: "1" },
              list: { L: [{ B: "AAE=" }, { NULL: true }] },
              set: { NS: ["1", "2"] },
            },
          ],
        },
      ],
      identityChanges: [{ change: "key-status", atMs: 5, accessKeyId: "AKIASTOLENKEY0000001", status: "Inactive" }],
    });
    const saved = before.save();
    save(saved);
    const after = createAccount(resumedSetup(SETUP, loadRun(folder).account), silent);
    const plain = (account: Partial<AccountSetup>) => JSON.parse(JSON.stringify(savedAccountOf(account))) as unknown;
    expect(plain(after.save())).to.deep.equal(plain(saved));
    expect(JSON.stringify(saved.users)).to.contain('"accessKeyId":"AKIASTOLENKEY0000001","status":"Inactive"');
    expect(JSON.stringify(saved.tables)).to.contain('"__proto__"');
  });

  it("hold no secret and no caller's policies", () => {
    save({ ...SETUP, ...createAccount(SETUP, silent).save() });
    const text = fs.readFileSync(file(), "utf8");
    expect(SETUP.secrets?.[0]?.value).to.equal("invented");
    expect(text).to.contain('"tables"').and.to.not.contain("invented").and.to.not.contain("policies");
  });

  it("leave tables empty that are not saved, and those undeclared away", () => {
    const saved = {
      tables: [
        { name: "keys", arn: "arn:keys", hashKey: "id", isIncomplete: true as const },
        { name: "gone", arn: "arn:gone", hashKey: "id", items: [{ id: { S: "a" } }] },
      ],
    };
    const { tables } = resumedSetup(SETUP, saved);
    expect(tables?.map(({ name, items }) => [name, items])).to.deep.equal([
      ["keys", []],
      ["plain", []],
    ]);
    expect(incompleteTables(saved)).to.deep.equal(["keys"]);
  });

  it("leave out a table that is too large to be kept, and say so", () => {
    const big = { S: "x".repeat(390_000) };
    const many = Array.from({ length: 90 }, (_, at) => ({ id: { S: String(at) }, big }));
    const account = createAccount(
      {
        ...SETUP,
        tables: [
          { name: "big", arn: "arn:b", hashKey: "id", items: many },
          { name: "small", arn: "arn:s", hashKey: "id", items: [{ id: { S: "a" } }] },
        ],
      },
      silent,
    );
    save(account.save());
    const { account: saved } = loadRun(folder);
    expect(saved.tables?.map(({ name, items }) => [name, items?.length])).to.deep.equal([
      ["small", 1],
      ["big", undefined],
    ]);
    expect(incompleteTables(saved)).to.deep.equal(["big"]);
  });

  it("hold the newest decisions where there are too many", () => {
    const log = new DecisionLog();
    for (let count = 0; count < 120_000; count += 1) log.add(decision(String(count)));
    expect(log.newest).to.have.lengthOf(50_000);
    expect(log.newest[0]?.subject).to.equal("70000");
    expect(log.newest.at(-1)?.subject).to.equal("119999");
  });

  it("are refused by file and reason where they are none", () => {
    expect(() => loadRun(folder)).to.throw(
      RecordsError,
      "last-run.json: no run has left its records; npm start writes it",
    );
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file(), '{"format":');
    expect(() => loadRun(folder)).to.throw(RecordsError, "is not JSON");
    expect(refusal(() => [])).to.equal("FILE: the file is not an object; npm start writes it anew");
    expect(refusal((all) => ({ ...all, format: "other" }))).to.contain("holds no records of a run");
    expect(refusal((all) => ({ ...all, version: 99 }))).to.contain("has version 99, and this program reads 1");
    expect(refusal((all) => ({ ...all, decisions: [{ verdict: "done" }] }))).to.contain("decisions[0] is no decision");
    expect(refusal((all) => ({ ...all, run: { ...run, paths: [1] } }))).to.contain("run.paths is not a list of texts");
  });

  it("are refused by place where the account has another form", () => {
    type Account = { users: Record<string, unknown>[]; tables: Record<string, unknown>[] };
    const changed = (change: (account: Account) => unknown) =>
      refusal((all) => {
        change(all["account"] as Account);
        return all;
      });
    expect(changed(({ users }) => Object.assign(users[0] ?? {}, { name: 5 }))).to.contain(
      "account.users[0].name is not a text",
    );
    expect(
      changed(({ users }) => Object.assign(users[1] ?? {}, { keys: [{ accessKeyId: "A", status: "Gone" }] })),
    ).to.contain("account.users[1].keys[0].status is not Active or Inactive");
    expect(changed(({ tables }) => Object.assign(tables[0] ?? {}, { items: [{ id: { S: 5 } }] }))).to.contain(
      "account.tables[0].items[0]: The value of an attribute of type S has the wrong form",
    );
    expect(changed((account) => Object.assign(account, { users: {} }))).to.contain("account.users is not a list");
  });
});
