import { expect } from "chai";

import { callbackStore } from "../../../clients/callback-store";
import { ticketStore } from "../../../clients/ticket-store";
import type { ActionRecord } from "../../../core/actions/record";
import { originCheck } from "../../../core/keys/country-check";
import { parseSuspiciousKey } from "../../../core/suspicious-keys/message";
import { causeLabel } from "../../../core/tickets/label";
import { takeIn } from "../../../core/tickets/ticket-record";
import type { CallbackMessage } from "../../../handlers/ticket-callback/message";
import type { CallbackParts } from "../../../handlers/ticket-callback/parts";
import { takeUp } from "../../../handlers/ticket-callback/take-up";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import { memoryTable } from "../../support/memory-table";
import { textOfDocument } from "../open-ticket/document-text";
import { knownJira } from "../open-ticket/known-jira";
import { incident, startMs } from "../open-ticket/stage";

const label = causeLabel("a key");
const keyId = "AKIAEXAMPLEEXAMPLE42";
const description = { version: 1, type: "doc", content: [] } as const;

/** `ticket-callback` behind its queue, with a Jira and a table in memory, and an issue of the key's incident. */
async function callbackStage(action: Partial<ActionRecord> = {}) {
  const clock = { nowMs: startMs };
  const table = memoryTable();
  const jira = knownJira(() => clock.nowMs);
  const record = sampleActionRecord(action);
  const reports: string[] = [];
  const queued: { readonly message: CallbackMessage; readonly delaySeconds: number }[] = [];
  const parts: CallbackParts = {
    jira,
    tickets: ticketStore(table),
    callbacks: callbackStore(table),
    actions: { record: async (id) => (id === record.id ? { value: record, version: 1 } : undefined) },
    keys: {
      ownerOf: async () => ({ kind: "user", userName: "build" }),
      tagsOf: async () => ({ Owner: "team-payments", "pagerduty:escalation": "P0", CostCentre: "42" }),
    },
    history: { read: async () => ({ records: [], truncated: false }) },
    check: originCheck(
      { allowedNetworks: [], allowedCountries: undefined, dataDate: "1970-01-01", maxAgeDays: 0 },
      () => undefined,
    ),
    suspiciousKeys: { publish: async (text) => void reports.push(text) },
    queue: {
      send: async (message, delaySeconds) => void queued.push({ message: message as CallbackMessage, delaySeconds }),
    },
    accountAlias: async () => "payments-production",
    ownAccount: "111122223333",
  };
  const issue = await jira.create({ summary: "A key", description, labels: [label] }, startMs);
  const event = incident(startMs, { subject: { kind: "key", id: keyId }, kind: "suspicious-key", record: record.id });
  const ticket = takeIn(undefined, event, label, "one");
  if (ticket === undefined) throw new Error("it was not taken in");
  const keep = (changes: object) => ticketStore(table).changeTicket(label, () => ({ ...ticket, ...changes }), startMs);
  await keep({ issue });

  const message = (changes: Partial<CallbackMessage> = {}): CallbackMessage => ({
    ...{ warden: "callback", record: issue.id, incidents: [label], actions: [], isNew: true, tries: 0 },
    ...changes,
  });
  const comments = () => (jira.issues[0]?.comments ?? []).map(({ body }) => textOfDocument(body));
  return { parts, jira, table, reports, queued, message, comments, keep };
}

describe("what Jira's callback sets off", () => {
  it("is one comment with account, owner, who is on call, what was done and what the key did", async () => {
    const { parts, message, comments } = await callbackStage({ verdict: "done", state: "done", reason: "signals" });
    await takeUp(message(), parts, startMs);
    expect(comments()).to.have.length(1);
    expect(comments()[0]).to.contain("payments-production (111122223333)");
    expect(comments()[0]).to.contain("user build").and.to.contain("Owner is team-payments");
    expect(comments()[0]).to.contain("pagerduty:escalation is P0").and.not.to.contain("CostCentre");
    expect(comments()[0]).to.contain("The key is disabled").and.to.contain("No call in the last 24 hours");
  });

  it("says what could not be looked up, and is made all the same", async () => {
    const { parts, message, comments } = await callbackStage();
    const fails = async () => Promise.reject(new Error("AWS fails"));
    const broken = { ...parts, keys: { ownerOf: fails, tagsOf: fails }, history: { read: fails }, accountAlias: fails };
    await takeUp(message(), broken, startMs);
    expect(comments()[0]).to.contain("111122223333").and.to.contain("could not be looked up");
  });

  it("asks IAM nothing about a key of another account", async () => {
    const { parts, message, comments } = await callbackStage({
      subject: { kind: "key", id: keyId, account: "999999999999" },
    });
    let asked = 0;
    const keys = { ...parts.keys, ownerOf: async () => ((asked += 1), { kind: "unseen" as const }) };
    await takeUp(message(), { ...parts, keys }, startMs);
    expect(asked).to.equal(0);
    expect(comments()[0]).to.contain("999999999999");
    expect(comments()[0]).to.contain("could not be looked up").and.not.contain("No call in the last 24 hours");
  });

  const member = "999999999999";
  const ofMember = { kind: "key", id: keyId, account: member } as const;
  const organization = {
    [member]: {
      ...{ name: "shop", unit: "Workloads/Production", owner: "shop team", environment: "live" },
      tags: { "on-call": "shop-pager", "cost-centre": "42" },
    },
  };

  it("tells of another account what the stack knows of it: name, unit, environment, owner and who is on call", async () => {
    const { parts, message, comments } = await callbackStage({ subject: ofMember });
    const asked: (readonly string[])[] = [];
    const known = async (ids: readonly string[]) => (asked.push(ids), organization);
    await takeUp(message(), { ...parts, known }, startMs);
    expect(asked).to.deep.equal([[member]]);
    expect(comments()[0])
      .to.contain("shop (999999999999)")
      .and.to.contain("Unit Workloads/Production")
      .and.to.contain("Environment live")
      .and.to.contain("The account is of shop team")
      .and.to.contain("on-call of the account is shop-pager");
    expect(comments()[0])
      .to.not.contain("cost-centre")
      .and.not.to.match(/tags are known|no name is known/);
  });

  it("calls the own account by the stack's name for it, with its alias below", async () => {
    const { parts, message, comments } = await callbackStage();
    const known = async () => ({ "111122223333": { name: "payments", tags: {} } });
    await takeUp(message(), { ...parts, known }, startMs);
    expect(comments()[0]).to.contain("payments (111122223333)").and.to.contain("Alias payments-production");
    expect(comments()[0], "of the user").to.contain("Owner is team-payments");
  });

  it("says of an account that nobody knows that it has no name here, also while names can't be looked up", async () => {
    for (const known of [async () => organization, async () => Promise.reject(new Error("AWS fails"))]) {
      const { parts, message, comments } = await callbackStage({ subject: { ...ofMember, account: "888888888888" } });
      await takeUp(message(), { ...parts, known }, startMs);
      expect(comments()[0]).to.contain("888888888888, of which no name is known here");
      expect(comments()[0]).to.contain("No owner tags are known.").and.to.contain("No on-call tags are known.");
    }
  });

  it("is done once, by one of two invocations at once", async () => {
    const { parts, message, comments } = await callbackStage();
    const both = await Promise.allSettled([takeUp(message(), parts, startMs), takeUp(message(), parts, startMs)]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    await takeUp(message(), parts, startMs + 1_000);
    expect(comments()).to.have.length(1);
  });

  it("waits for the record of an issue that was made a moment ago", async () => {
    const { parts, message, comments, queued, keep } = await callbackStage();
    await keep({ issue: undefined, askedForMs: startMs });
    await takeUp(message(), parts, startMs);
    expect(comments()).to.deep.equal([]);
    expect(queued).to.deep.equal([{ message: message({ tries: 1 }), delaySeconds: 15 }]);
  });

  it("is put off while Jira is down, longer and longer, and given up in the end", async () => {
    const { parts, message, jira, queued } = await callbackStage();
    jira.failing = () => ({ status: 503 });
    for (let tries = 0; tries < 12; tries += 1) await takeUp(message({ tries }), parts, startMs);
    const delays = queued.map(({ delaySeconds }) => delaySeconds);
    expect(delays).to.deep.equal([15, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900, 900]);
    let failure = "";
    await takeUp(message({ tries: 12 }), parts, startMs).catch((error: Error) => (failure = error.message));
    expect(failure).to.contain("503");
    jira.failing = () => undefined;
    await takeUp(message({ tries: 12 }), parts, startMs);
    expect(jira.issues[0]?.comments, "redriven").to.have.length(1);
  });
});

describe("an action that an issue names", () => {
  const seenAtMs = startMs - 600_000;

  it("is a report of the key with no signal, as old as what was seen, and never an approval", async () => {
    const { parts, message, reports, comments } = await callbackStage({ seenAtMs });
    await takeUp(message({ isNew: false, actions: ["disable-key"] }), parts, startMs);
    expect(reports).to.have.length(1);
    const report = parseSuspiciousKey(reports[0] ?? "", undefined);
    expect(report).to.deep.include({ accessKeyId: keyId, signals: [], seenAtMs, eventIds: [] });
    expect(comments()).to.have.length(1);
    expect(comments()[0]).to.contain("A label is no approval");
  });

  it("is as good as stale where nobody knows when it was seen", async () => {
    const { parts, message, reports } = await callbackStage();
    await takeUp(
      message({ actions: ["disable-key"] }),
      { ...parts, actions: { record: async () => undefined } },
      startMs,
    );
    expect(parseSuspiciousKey(reports[0] ?? "", undefined)).to.not.have.property("seenAtMs");
  });

  it("is taken up once, however often it is asked for", async () => {
    const { parts, message, reports, comments } = await callbackStage({ seenAtMs });
    for (let count = 0; count < 3; count += 1) {
      await takeUp(message({ isNew: false, actions: ["disable-key"] }), parts, startMs + count);
    }
    expect([reports.length, comments().length]).to.deep.equal([1, 1]);
  });

  for (const name of [
    "",
    "constructor",
    "__proto__",
    "drop-table",
    "revoke-ingress",
    "disable-key ",
    "x".repeat(250),
  ]) {
    it(`is not reported where it is ${JSON.stringify(name.slice(0, 20))}, and said so once`, async () => {
      const { parts, message, reports, comments } = await callbackStage();
      await takeUp(message({ isNew: false, actions: [name] }), parts, startMs);
      await takeUp(message({ isNew: false, actions: [name] }), parts, startMs);
      expect(reports).to.deep.equal([]);
      expect(comments()).to.have.length(1);
      expect(comments()[0]).to.contain("Nothing was done.");
    });
  }
});
