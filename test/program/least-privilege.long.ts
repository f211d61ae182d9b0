import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { bundledDay } from "../../local/bundled-day/bundled-day";
import type { AccountSetup } from "../../local/account/types";
import type { InputItem } from "../../local/input/items";
import { readInputs } from "../../local/input/read-inputs";
import { urlEvent } from "../../local/play/function-urls";
import type { Play } from "../../local/play/play";
import { startPlay } from "../../local/play/play";
import { takeIn } from "../../core/tickets/ticket-record";
import { causeLabel } from "../../core/tickets/label";
import type { CallbackMessage } from "../../handlers/ticket-callback/message";
import { recordId } from "../../core/actions/record-id";
import { ticketEventText } from "../../core/incidents/ticket-event";
import { account as ownAccount, idOf, nowMs, pressed, question } from "../handlers/approve-action/stage";
import { items, leak, storyteller } from "../handlers/disable-key/stories";
import { incident } from "../handlers/open-ticket/stage";
import { fromWorldList, minute, opened, worldList } from "../support/ingress-stories";
import { laidOutProgram } from "../support/laid-out-program";
import { eventBridgeItem } from "../support/played-program";
import { credentials, findingAccount, findingEvent, userKey } from "../support/sample-finding";
import { caller as tampering } from "../support/tampering-stories";
import { project } from "./declare";
import { RoleUse } from "./role-use";

const actions = ["disable-key", "revoke-sessions", "revoke-ingress", "restart-trail", "block-public-access"];

/** Stacks that between them have every function, and every statement that some setting adds. */
const stacks = {
  "everything on": {
    "api-warden:trail": { create: true },
    "api-warden:allowedCountries": ["DE"],
    "api-warden:slack": {
      tokenSecret: "slack-token",
      channel: "C0123456789",
      signingSecret: "slack-signing",
      approvers: ["T0HOME000/U0CAROL00"],
      interactive: true,
    },
    "api-warden:splunk": { hecUrl: "https://splunk.example.com:8088", tokenSecret: "warden/splunk-token" },
    "api-warden:jira": {
      url: "https://example.atlassian.net",
      project: "SEC",
      user: "warden@example.com",
      tokenSecret: "warden/jira-token",
      callbackSecret: "warden/jira-callback",
    },
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "enforce"])),
    "api-warden:guardDuty": { findings: { "UnauthorizedAccess:": "enforce" } },
    "api-warden:organization": { lookUp: true },
  },
  "asking first": {
    "api-warden:trail": { create: true },
    "api-warden:organization": { lookUp: true, role: "arn:aws:iam::999988887777:role/looking/organization" },
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "approve"])),
  },
  "mail, and telling only": { "api-warden:trail": { create: true } },
  "from a bucket": {
    "api-warden:trail": { bucket: "audit-logs", topic: "arn:aws:sns:us-east-1:123456789012:log-archive" },
    "api-warden:slack": { webhookSecret: "slack-webhook" },
    "api-warden:allowedCountries": ["DE"],
    "api-warden:organization": { lookUp: true },
  },
} as const;

/** Every new issue asks for an action. */
const jira = { addedLabels: ["warden-action-disable-key"] };

/** The one call that is to be refused: the probe makes it for that. */
const refusedOnPurpose = "probe iam:GetRole";

const leakedKey = "AKIAALICE00000000001";
const recordedAttacks = path.join(project, "../shared/data");

describe("the roles of all functions, after a play of all there is", function () {
  this.timeout(400_000);

  const use = new RoleUse();

  /** Plays items through everything that the stack declares, and then lets more happen. */
  async function play(
    stack: keyof typeof stacks,
    take: (play: Play) => void | Promise<unknown>,
    begin: (declared: AccountSetup) => AccountSetup = (declared) => declared,
  ): Promise<void> {
    const layout = await laidOutProgram(stacks[stack]);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-roles-"));
    use.begin(layout);
    const running = await startPlay({ layout, folder, emit: () => undefined, begin, jira });
    try {
      await take(running);
      await running.finish();
    } finally {
      await running.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  const takeAll = (each: Iterable<InputItem>) => (running: Play) => {
    for (const item of each) running.take(item);
  };

  /** A question in the table of actions, and the press on its button. */
  async function answerQuestion(): Promise<void> {
    const record = { key: { S: `RECORD#${idOf("alice")}` }, item: { S: "STATE" }, version: { N: "1" } };
    const asked = [{ ...record, value: { S: JSON.stringify(question("alice")) } }];
    await play(
      "everything on",
      (running) => running.request("approve-action", pressed({ recordId: idOf("alice") }), nowMs),
      (declared) => ({
        ...declared,
        tables: (declared.tables ?? []).map((table) =>
          table.name.startsWith("actions") ? { ...table, items: asked } : table,
        ),
      }),
    );
  }

  /** Findings about a user in a group and about a role's session, which are told and looked into. */
  async function find(): Promise<void> {
    const users = [
      { name: "build", accountId: findingAccount, groups: ["operators"], keys: [{ accessKeyId: userKey }] },
    ];
    const found = [
      findingEvent({ updatedAtMs: nowMs }),
      findingEvent({ id: "f".repeat(32), key: credentials.roleSession, updatedAtMs: nowMs + 60_000 }),
    ].map(eventBridgeItem);
    for (const stack of Object.keys(stacks) as (keyof typeof stacks)[])
      await play(stack, takeAll(found), (declared) => ({ ...declared, users }));
  }

  /** A question about the sessions of a role, and the press on its button. */
  async function revokeSessionsOfRole(): Promise<void> {
    const subject = { kind: "role", id: "deploy", account: ownAccount } as const;
    const { accessKeyId, principalId, userName, userType: principalType } = credentials.roleSession;
    const key = { accessKeyId, principalId, userName, principalType, signals: [], eventIds: ["f"], seenAtMs: nowMs };
    const finding = { account: ownAccount, isHigh: false, isTold: true };
    const id = recordId("revoke-sessions", subject, "f");
    const changes = { id, action: "revoke-sessions", subject, request: { key, occasion: "f", finding } } as const;
    const record = { key: { S: `RECORD#${id}` }, item: { S: "STATE" }, version: { N: "1" } };
    const asked = [{ ...record, value: { S: JSON.stringify(question("alice", changes)) } }];
    await play(
      "everything on",
      (running) => running.request("approve-action", pressed({ recordId: id }), nowMs),
      (declared) => ({
        ...declared,
        roles: [{ name: "deploy", id: "AROAEXAMPLEDEPLOY001" }],
        tables: (declared.tables ?? []).map((table) =>
          table.name.startsWith("actions") ? { ...table, items: asked } : table,
        ),
      }),
    );
  }

  /** A rule that comes back too often, a prefix list that holds the world, and a rule that people are asked about. */
  async function openGroups(): Promise<void> {
    const returning = [1, 2, 3, 4].map((number) => opened(`sgr-${number}`, minute(number * 3)));
    await play("everything on", takeAll([...returning, opened("sgr-list", minute(20), fromWorldList)]), (declared) => ({
      ...declared,
      prefixLists: [worldList],
    }));
    await play("asking first", takeAll([opened("sgr-1", minute(0))]));
  }

  /** A trail that is stopped and a bucket that is opened, where Warden mends them and where it asks first. */
  async function tamper(): Promise<void> {
    const call = tampering("0f0e0d0e");
    const stopped = { source: "cloudtrail.amazonaws.com", name: "StopLogging", parameters: { name: "audit" } };
    const opened = {
      source: "s3.amazonaws.com",
      name: "PutBucketAcl",
      parameters: { bucketName: "photos", "x-amz-acl": ["public-read"] },
    };
    const calls = [call({ ...stopped, atMs: nowMs }), call({ ...opened, atMs: nowMs + 60_000 })];
    for (const stack of ["everything on", "asking first", "mail, and telling only"] as const)
      await play(stack, takeAll(items(...calls)));
  }

  /** What one function tells of an account first is looked up by that one: others find it in the table. */
  async function lookUpAccounts(): Promise<void> {
    const opened = {
      source: "s3.amazonaws.com",
      name: "PutBucketAcl",
      parameters: { bucketName: "photos", "x-amz-acl": ["public-read"] },
    };
    for (const stack of ["everything on", "asking first"] as const)
      await play(stack, takeAll(items(tampering("0f0e0d10")({ ...opened, atMs: nowMs }))));
    await play("asking first", takeAll([leak(leakedKey, nowMs)]));
    const body = JSON.stringify({ MessageId: "1", Message: ticketEventText(incident(nowMs)) });
    await play("everything on", (running) => running.handOver("open-ticket", { Records: [{ body }] }));
    await enrichIssue();
  }

  /** An issue that was made a while ago: nobody has told of its account since. Jira has no such issue, which comes out last. */
  async function enrichIssue(): Promise<void> {
    const event = incident(nowMs);
    const label = causeLabel(event.cause);
    const ticket = takeIn(undefined, event, label, "1");
    const value = JSON.stringify({ ...ticket, issue: { id: "10001", key: "SEC-1" } });
    const record = { key: { S: `TICKET#${label}` }, item: { S: "STATE" }, version: { N: "1" }, value: { S: value } };
    const message: CallbackMessage = {
      warden: "callback",
      ...{ record: "10001", incidents: [label], actions: [], isNew: true, tries: 0 },
    };
    await play(
      "everything on",
      (running) => running.handOver("ticket-callback", { Records: [{ body: JSON.stringify(message) }] }),
      (declared) => ({
        ...declared,
        tables: (declared.tables ?? []).map((table) =>
          table.name.startsWith("tickets") ? { ...table, items: [record] } : table,
        ),
      }),
    );
  }

  /** A denied call on purpose that comes out nowhere, of which people are told. */
  async function probe(): Promise<void> {
    for (const stack of Object.keys(stacks) as (keyof typeof stacks)[])
      await play(stack, (running) => running.fromOutside(async () => running.handOver("probe", null), nowMs));
  }

  /** What a function can't handle, or can't while AWS fails, goes to its failure destination. */
  async function failEverywhere(): Promise<void> {
    const events: Readonly<Record<string, unknown>> = {
      "post-denials": { warden: "undelivered", incidents: "none" },
      "watch-trail": { warden: "undelivered", incidents: "none" },
      "respond-to-exposed-key": (leak(leakedKey, nowMs) as { event?: unknown }).event,
      "respond-to-finding": findingEvent(),
      "approve-action": urlEvent(pressed({ recordId: idOf("alice") }), nowMs),
      "ticket-callback": { Records: [{ body: "not a message of its own" }] },
      probe: null,
    };
    for (const stack of ["everything on", "from a bucket"] as const) {
      const layout = await laidOutProgram(stacks[stack]);
      await play(
        stack,
        (running) => {
          for (const { name } of layout.functions) running.handOver(name, events[name] ?? null);
        },
        (declared) => ({
          ...declared,
          faults: Object.keys(events).map((name) => ({ kind: "server-error", function: name })),
        }),
      );
    }
  }

  before("play the bundled day, recorded attacks, a leak, an answer and failures", async () => {
    use.watch();
    for (const name of Object.keys(stacks) as (keyof typeof stacks)[]) await play(name, takeAll(bundledDay()));
    if (fs.existsSync(recordedAttacks)) {
      const { item, unreadable } = {
        item: (running: Play) => (one: InputItem) => void running.take(one),
        unreadable: () => undefined,
      };
      await play("everything on", (running) =>
        readInputs([recordedAttacks], { item: item(running), unreadable }, { stdin: process.stdin }),
      );
    }
    const told = storyteller("0f0e0d0c");
    await play("everything on", takeAll([...items(told.work("alice", nowMs - 60_000)), leak(leakedKey, nowMs)]));
    await openGroups();
    await tamper();
    await find();
    await answerQuestion();
    await revokeSessionsOfRole();
    await lookUpAccounts();
    await probe();
    await failEverywhere();
  });
  after(() => use.unwatch());

  it("have allowed every call but the one that is to be refused, of the functions and of Lambda for them", () => {
    const { denied, calls } = use.report();
    expect(denied).to.deep.equal([refusedOnPurpose]);
    const names = ["post-denials", "watch-keys", "disable-key", "respond-to-exposed-key", "respond-to-finding"];
    for (const name of [...names, "approve-action"]) expect(calls[name], name).to.be.above(0);
  });

  it("have no statement that let no call through", () => {
    expect(use.report().unused).to.deep.equal([]);
  });

  it("are reported with a statement too many and a wildcard in it, where there is one", async () => {
    const layout = await laidOutProgram(stacks["mail, and telling only"]);
    const resources = layout.resources.map((resource) => {
      if (resource.type !== "aws:iam/rolePolicy:RolePolicy" || resource.name !== "watch-keys") return resource;
      const policy = JSON.parse(String(resource.inputs.policy)) as { Statement: object[] };
      const Statement = [...policy.Statement, { Sid: "Extra", Effect: "Allow", Action: ["sqs:*"], Resource: "*" }];
      return { ...resource, inputs: { ...resource.inputs, policy: JSON.stringify({ ...policy, Statement }) } };
    });
    const other = new RoleUse();
    other.begin({ ...layout, resources });
    expect(other.report().unused).to.include("watch-keys Extra");
    expect(other.report().wildcards).to.deep.equal(["watch-keys Extra: *", "watch-keys Extra: sqs:*"]);
  });

  it("have no wildcard among their actions, nor a resource that stands for more than one kind", () => {
    expect(use.report().wildcards).to.deep.equal([]);
  });
});
