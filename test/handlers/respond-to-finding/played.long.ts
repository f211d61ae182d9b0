import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { InputItem } from "../../../local/input/items";
import { readInputs } from "../../../local/input/read-inputs";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import {
  attackSequence,
  credentials,
  findingAccount,
  findingAtMs,
  findingEvent,
  sessionKey,
  userKey,
} from "../../support/sample-finding";
import { deniedRecord } from "../../core/sample-record";

const shared = path.join(__dirname, "../../../../shared/data/cloud-custodian/guardduty.jsonl");

const stack = (actions: string, findings: string) => ({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": { "disable-key": actions, "revoke-sessions": actions },
  "api-warden:signalsToEnforce": 1,
  "api-warden:guardDuty": {
    detector: "none",
    findings: { "UnauthorizedAccess:": findings, "AttackSequence:": findings },
  },
});
const enforcing = stack("enforce", "enforce");

/** What the reader of files makes of lines. */
async function read(...lines: readonly unknown[]): Promise<InputItem[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-findings-"));
  const file = path.join(folder, "findings.jsonl");
  fs.writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  try {
    return await readFiles(file);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function readFiles(...paths: string[]): Promise<InputItem[]> {
  const items: InputItem[] = [];
  const faults: unknown[] = [];
  const handlers = { item: (item: InputItem) => void items.push(item), unreadable: (one: unknown) => faults.push(one) };
  await readInputs(paths, handlers, { stdin: process.stdin });
  expect(faults).to.deep.equal([]);
  return items;
}

const detailOf = (event: Record<string, unknown>) => event["detail"] as Record<string, unknown>;

/** As GuardDuty's API has it: names in capitals, all the way down. */
function inCapitals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCapitals);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name.charAt(0).toUpperCase() + name.slice(1), inCapitals(child)]),
  );
}

const decided = ({ decisions }: Played) =>
  decisions.map((one) => [one.function, one.action, one.subject, one.verdict, one.reason].join(" "));
const mailsOf = ({ effects }: Played) => effects.flatMap((one) => (one.effect === "email" ? [one] : []));
const operations = ({ changes }: Played) => changes.map(({ operation }) => operation);

describe("respond-to-finding, from its uploaded form through the whole program", function () {
  this.timeout(400_000);

  it("has the one key of a finding disabled, in whatever shape the finding comes", async () => {
    const finding = detailOf(findingEvent());
    for (const shape of [findingEvent(), finding, inCapitals(finding)]) {
      const played = await playProgram({ configuration: enforcing, items: await read(shape) });
      expect(decided(played)[0]).to.equal(`disable-key disable-key ${userKey} done signals`);
      expect(played.changes.find(({ operation }) => operation === "UpdateAccessKey")?.input).to.deep.include({
        AccessKeyId: userKey,
        UserName: "build",
        Status: "Inactive",
      });
      expect(played.errors).to.deep.equal([]);
    }
  });

  it("tells, changes nothing and counts repeats where nothing else is set", async () => {
    const repeat = findingEvent({ count: 5, updatedAtMs: findingAtMs + 900_000 });
    const configuration = {
      "api-warden:trail": { create: true },
      "api-warden:slack": { webhookSecret: "slack-webhook" },
    };
    const played = await playProgram({ configuration, items: await read(findingEvent(), findingEvent(), repeat) });
    expect(played.changes).to.deep.equal([]);
    expect(decided(played)).to.deep.equal([
      `disable-key disable-key ${userKey} notify mode-notify`,
      `respond-to-finding disable-key ${userKey} skip already-handled`,
    ]);
    expect(played.messages.map((one) => one.function)).to.deep.equal(["respond-to-finding"]);
    expect(mailsOf(played)).to.have.length(2);
  });

  it("asks about a role's sessions and each actor of a sequence, and pages people about root", async () => {
    const items = await read(
      findingEvent({ id: "1".repeat(32), key: credentials.roleSession, severity: 8 }),
      attackSequence({ id: "2".repeat(32), updatedAtMs: findingAtMs + 3_600_000 }),
      findingEvent({ id: "3".repeat(32), key: credentials.root, updatedAtMs: findingAtMs + 7_200_000 }),
    );
    const played = await playProgram({ configuration: enforcing, items });
    expect(played.changes).to.deep.equal([]);
    expect(decided(played)).to.include.members([
      "disable-key revoke-sessions deploy ask mode-approve",
      `disable-key disable-key ${userKey} ask several-actors`,
      "disable-key revoke-sessions deploy ask several-actors",
      `respond-to-finding disable-key ${credentials.root.accessKeyId} refused root`,
    ]);
    expect(JSON.stringify(played.messages)).to.contain("Critical, act now");
  });

  it("looks up what the key did in the records that are played, of the day before and of its regions", async () => {
    const userIdentity = { type: "IAMUser", userName: "build", accessKeyId: userKey, accountId: findingAccount };
    const call = (eventID: string, awsRegion: string, hoursAgo: number) =>
      deniedRecord({
        ...{ eventID, awsRegion, userIdentity: { ...userIdentity, arn: `arn:aws:iam::${findingAccount}:user/build` } },
        eventTime: new Date(findingAtMs - hoursAgo * 3_600_000).toISOString().replace(/\.\d+Z/, "Z"),
      });
    const items = await read(
      call("a0000000-0000-4000-8000-000000000001", "eu-central-1", 1),
      call("a0000000-0000-4000-8000-000000000002", "us-east-1", 2),
      call("a0000000-0000-4000-8000-000000000003", "eu-west-1", 2),
      call("a0000000-0000-4000-8000-000000000004", "eu-central-1", 25),
      findingEvent(),
    );
    const played = await playProgram({ configuration: stack("notify", "notify"), items });
    const texts = mailsOf(played).map(({ text }) => text);
    expect(texts.find((text) => text.includes("Investigation:"))).to.contain("2 calls in the last 24 hours");
  });

  it("marks samples and archived findings, and acts on none", async () => {
    const items = await read(
      findingEvent({ id: "1".repeat(32), additionalInfo: { sample: true } }),
      findingEvent({
        id: "2".repeat(32),
        archived: true,
        key: { ...credentials.userSession, accessKeyId: sessionKey },
      }),
    );
    const played = await playProgram({ configuration: enforcing, items });
    expect(operations(played)).to.deep.equal([]);
    expect(decided(played).map((one) => one.split(" ").slice(3).join(" "))).to.deep.equal([
      "notify sample",
      "notify archived",
    ]);
    expect(JSON.stringify(played.messages)).to.contain("SAMPLE").and.contain("Archived");
  });

  it("acts on none of the findings of others, which are samples", async function () {
    if (!fs.existsSync(shared)) {
      if (this.test) this.test.title += ` (skipped: ${shared} is not here)`;
      this.skip();
    }
    const played = await playProgram({ configuration: enforcing, items: await readFiles(shared) });
    expect([played.messages.length, played.changes, played.errors]).to.deep.equal([2, [], []]);
    for (const { message } of played.messages) expect(JSON.stringify(message)).to.contain("SAMPLE");
  });
});
