import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { actionStore } from "../../clients/action-store";
import { keyAccess } from "../../clients/keys";
import { stateTable } from "../../clients/state-table";
import type { ActionRecord } from "../../core/actions/record";
import { undo } from "../../handlers/actions/undo";
import { keyUndo } from "../../handlers/disable-key/undo";
import type { Layout } from "../../local/program/layout";
import { layOut } from "../../local/program/layout";
import { storyteller } from "../handlers/disable-key/stories";
import { awsAt, setEnvironment } from "../support/environment";
import type { KeysStage } from "./keys-stage";
import { openKeysStage } from "./keys-stage";
import type { Moto, RecordedCall } from "./moto";
import { startMoto } from "./moto";
import { delivery } from "./stage";

/** The account that moto answers for. */
const account = { accountId: "123456789012", region: "eu-central-1" } as const;
const hourMs = 3_600_000;

/** The emulator's own clock can't be set: by the functions' clock its users' keys are to be older than the last hour. */
const nowMs = Math.ceil(Date.now() / hourMs) * hourMs + 2 * hourMs;

/** Services in which the program keeps its own state and speaks to itself and to people. */
const ownServices: readonly string[] = ["dynamodb", "sns", "sqs", "secretsmanager"];

const changes = (calls: readonly RecordedCall[]) =>
  calls.filter(({ service, operation }) => !ownServices.includes(service) && !/^(?:Get|List|Filter)/.test(operation));

describe("watch-keys and disable-key, as uploaded, against an AWS emulator", () => {
  let moto: Moto;
  let folder: string;
  let layouts: Readonly<Record<"enforce" | "notify", Layout>>;
  let stage: KeysStage;
  let stolen = "";
  let other = "";

  before(async function () {
    this.timeout(400_000);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-emulator-"));
    const lay = (mode: "enforce" | "notify") => {
      fs.mkdirSync(path.join(folder, mode));
      return layOut({
        folder: path.join(folder, mode),
        account,
        stack: "emulator",
        configuration: {
          "api-warden:trail": { create: true },
          "api-warden:slack": { webhookSecret: "api-warden/slack-webhook" },
          "api-warden:allowedCountries": ["DE"],
          "api-warden:allowedNetworks": ["198.51.100.9/32"],
          // The data's date stands still while the emulator's clock goes on.
          "api-warden:geo": { source: "geoip-country", maxAgeDays: 3_650 },
          "api-warden:modes": { "disable-key": mode },
        },
      });
    };
    moto = await startMoto();
    layouts = { enforce: await lay("enforce"), notify: await lay("notify") };
  });
  after(async () => {
    await moto?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await stage?.stop();
    await moto.reset();
  });

  /** Two signals against the first of a user's two keys, through both functions. Gives what came in on the topic. */
  async function theftIn(mode: "enforce" | "notify"): Promise<readonly object[]> {
    stage = await openKeysStage(layouts[mode], moto.endpoint);
    [stolen = "", other = ""] = await stage.createUser("build", 2);
    const identity = {
      arn: `arn:aws:iam::${account.accountId}:user/build`,
      accountId: account.accountId,
      accessKeyId: stolen,
    };
    const records = storyteller("f0300000").theft("build", nowMs - 60_000, { identity });
    await stage.log(records);
    await moto.record();
    expect((await stage.invoke("watch-keys", delivery(records, "trail", nowMs), nowMs)).error).to.equal(undefined);
    const reports = await stage.reports(nowMs);
    for (const report of reports) expect(await disable(report)).to.equal(undefined);
    return reports;
  }

  const disable = async (event: object) => (await stage.invoke("disable-key", event, nowMs)).error;

  async function asOperator<Result>(work: (store: ReturnType<typeof actionStore>) => Promise<Result>): Promise<Result> {
    const restore = setEnvironment(awsAt(moto.endpoint, account.region));
    try {
      return await work(actionStore(stateTable(stage.actionsTable)));
    } finally {
      restore();
    }
  }

  const recordNamed = (id: string) =>
    asOperator(async (store) => (await store.record(id))?.value as ActionRecord | undefined);

  function idIn(posts: readonly string[]): string {
    return /wa-[a-z2-7]{10}/.exec(posts.join("\n"))?.[0] ?? "";
  }

  it("deactivates the one key, records the state before, and does nothing for a second delivery", async () => {
    const reports = await theftIn("enforce");
    expect(reports).to.have.length.at.least(1);
    expect(await stage.statuses("build")).to.deep.equal({ [stolen]: "Inactive", [other]: "Active" });
    const id = idIn(stage.posts());
    expect(await recordNamed(id)).to.deep.include({
      state: "done",
      subject: { kind: "key", id: stolen, account: account.accountId },
      before: { userName: "build", accessKeyId: stolen, isActive: true },
      after: { isActive: false },
      followUp: "queued",
      told: true,
    });
    expect(await stage.delayedMessages()).to.equal(1);

    for (const report of reports) expect(await disable(report)).to.equal(undefined);
    expect(changes(await moto.recorded())).to.deep.equal([{ service: "iam", operation: "UpdateAccessKey" }]);
    expect(stage.posts()).to.deep.equal([]);
  });

  it("calls every service that it is known to call", async () => {
    await theftIn("enforce");
    const called = new Set((await moto.recorded()).map(({ service, operation }) => `${service}:${operation}`));
    for (const operation of ["GetAccessKeyLastUsed", "ListAccessKeys", "UpdateAccessKey", "ListUserTags"]) {
      expect([...called]).to.include(`iam:${operation}`);
    }
    expect([...called]).to.include.members([
      ...["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "sns:Publish", "sqs:SendMessage"],
      ...["secretsmanager:GetSecretValue", "sts:GetAccessKeyInfo", "logs:FilterLogEvents"],
    ]);
  });

  it("says that it is contained after the second look", async () => {
    await theftIn("enforce");
    const record = idIn(stage.posts());
    const body = JSON.stringify({ warden: "second-look", record });
    const { error } = await stage.invoke("disable-key", { Records: [{ body }] }, nowMs + 30_000);
    expect(error).to.equal(undefined);
    expect(stage.posts().join()).to.include("1 older active key");
    expect(await recordNamed(record)).to.include({ followUp: "contained" });
  });

  it("makes the key active again where the action is undone", async () => {
    await theftIn("enforce");
    const id = idIn(stage.posts());
    const by = { by: "arn:aws:iam::123456789012:user/carol", atMs: nowMs + hourMs };
    const restore = () => asOperator((store) => undo(id, keyUndo(keyAccess()), store, by));
    expect(await restore()).to.deep.include({ outcome: "restored" });
    expect(await stage.statuses("build")).to.deep.equal({ [stolen]: "Active", [other]: "Active" });
    expect(await restore()).to.deep.include({ outcome: "already-so" });
    expect(await recordNamed(id)).to.deep.include({ state: "restored", restored: by });
  });

  it("changes nothing in notify, by the emulator's own count, and says what it would have done", async () => {
    await theftIn("notify");
    const calls = await moto.recorded();
    expect(calls.filter(({ service }) => service === "iam")).to.have.length.at.least(2);
    expect(changes(calls)).to.deep.equal([]);
    expect(await stage.statuses("build")).to.deep.equal({ [stolen]: "Active", [other]: "Active" });
    const posts = stage.posts();
    expect(posts).to.have.length(1);
    expect(posts[0]).to.match(/in `enforce`|would/i);
  });
});
