import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { runCommand } from "../../cli/run-command";
import type { ActionRecord } from "../../core/actions/record";
import { loadRun } from "../../local/records/load";
import type { RunRecords } from "../../local/records/records";
import { recordsFolderName } from "../../local/records/records";
import { saveRun } from "../../local/records/save";
import { idOf, nowMs, question } from "../handlers/approve-action/stage";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { runHere } from "./run-here";
import type { WardenRun } from "./run-warden";

/** Seen most in the run, so that its functions act in it. */
const account = "111122223333";

const stackText = `config:
  aws:region: us-east-1
  api-warden:trail: {create: true}
  api-warden:slack: {webhookSecret: slack-webhook}
  api-warden:modes: {disable-key: approve}
`;

/** A question that nobody has answered in its half hour, as a run in `approve` leaves it. */
const unanswered = question("theft", {
  state: "expired",
  askedUntilMs: nowMs,
  subject: { kind: "key", id: "AKIATHEFT00000000000", account },
});

describe("commands on the last local run", function () {
  this.timeout(120_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-last-run-"));
  const records = path.join(folder, recordsFolderName);
  const warden = (...args: string[]): Promise<WardenRun> => runHere(() => runCommand(args), {}, folder);
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const loaded = (): RunRecords => loadRun(records);
  const keyStatus = () => loaded().account.users?.[0]?.keys?.[0]?.status;
  const record = () => {
    const items = loaded().account.tables?.flatMap(({ items: all = [] }) => all) ?? [];
    const text = (value: unknown) => (value as { S?: string } | undefined)?.S ?? "";
    const item = items.find(({ key }) => text(key) === `RECORD#${unanswered.id}`);
    return JSON.parse(text(item?.value)) as ActionRecord;
  };

  it("say what to do where no run has left anything", async () => {
    const run = await warden("approve", idOf("theft"));
    expect(run.status).to.equal(1);
    expect(run.stderr).to.match(/no run has left its records; npm start writes it anew\n$/);
  });

  it("approve: a question of the run can still be answered; the function takes it up, and what it does is shown", async () => {
    await leaveRun(folder, { deadLetters: {} });
    const run = await warden("approve", unanswered.id);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("is approved by arn:aws:sts::111122223333:assumed-role/local-run/you");
    expect(run.stdout).to.match(/DECISION .*disable-key AKIATHEFT00000000000: done, approved/);
    expect(run.stdout).to.contain("Contained");
    expect(keyStatus()).to.equal("Inactive");
    expect(record()).to.include({ state: "done", followUp: "contained" });
    expect(loaded().decisions.map(({ verdict }) => verdict)).to.deep.equal(["done"]);
    expect(Date.parse(loaded().run.endedAt ?? "")).to.be.at.least(nowMs + 30_000);
  });

  it("restore: goes on from there", async () => {
    const run = await warden("restore", "AKIATHEFT00000000000");
    expect(run.status, run.stderr).to.equal(0);
    expect(keyStatus()).to.equal("Active");
    expect(record().state).to.equal("restored");
  });

  it("redrive: hands the run's dead letters to the function, and keeps what holds no event", async () => {
    const letter = JSON.stringify({
      requestContext: { functionArn: "arn" },
      requestPayload: { awslogs: { data: "" } },
    });
    await leaveRun(folder, { deadLetters: { "post-denials": [letter, "not an event"] } });
    const run = await warden("redrive", "post-denials");
    expect(run.status).to.equal(1);
    expect(run.stdout).to.contain("post-denials: 1 redriven, 0 could not be handed over, 1 without an event.");
    expect(run.stdout, "the event is as bad as it was").to.contain("DEAD LETTER");
    const left = loaded().deadLetters["post-denials"] ?? [];
    expect(left).to.have.lengthOf(2).and.to.include("not an event").and.to.not.include(letter);
  });
});

/** The records of a run in which the question was asked and the key is active. */
async function leaveRun(folder: string, { deadLetters }: Pick<RunRecords, "deadLetters">): Promise<void> {
  const stackFile = path.join(folder, "Pulumi.run.yaml");
  fs.writeFileSync(stackFile, stackText);
  const { resources } = await laidOutProgram(webhookStack);
  const table = resources.find(({ type, name }) => type === "aws:dynamodb/table:Table" && name === "actions");
  const item = {
    key: { S: `RECORD#${unanswered.id}` },
    item: { S: "STATE" },
    version: { N: "3" },
    value: { S: JSON.stringify(unanswered) },
  };
  saveRun(
    {
      run: {
        savedAt: "2026-11-21T12:00:00.000Z",
        endedAt: new Date(nowMs).toISOString(),
        paths: [],
        stackFile,
        modes: {},
        slack: true,
        allAccounts: false,
        accountId: "123456789012",
        region: "us-east-1",
      },
      account: {
        identityAccountId: account,
        users: [theftUser()],
        roles: [],
        tables: [{ name: String(table?.outputs.name), arn: String(table?.outputs.arn), hashKey: "key", items: [item] }],
      },
      decisions: [],
      deadLetters,
    },
    path.join(folder, recordsFolderName),
  );
}

function theftUser() {
  return {
    accountId: account,
    name: "backup",
    path: "/",
    id: "AIDABACKUP0000000000",
    createdAtMs: 0,
    tags: {},
    inlinePolicies: {},
    attachedPolicies: [],
    groups: [],
    keys: [
      {
        accessKeyId: unanswered.subject.id,
        status: "Active" as const,
        createdAtMs: 0,
        lastUsed: { atMs: nowMs - 60_000, service: "s3", region: "us-east-1" },
      },
    ],
  };
}
